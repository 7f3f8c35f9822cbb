import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';

import { AppError, type Caller, CallerLeft, type Principal } from '@devbench/core';

import { callOperation } from './call-operation.ts';
import type { ConsoleClient } from './console-client.ts';
import { streamOutput, streamOverview } from './streams.ts';
import { createTurnstile } from './turnstile.ts';
import { refuse } from './refuse.ts';

export interface Call {
  readonly principal: Principal;
  /** Of a request with a body in JSON. */
  readonly body: unknown;
}

const OUTPUT = /^\/output\/([\w-]{1,64})$/;

export function createApi(client: ConsoleClient, { version }: { version: string }) {
  const turnstile = createTurnstile();

  return async (
    request: IncomingMessage,
    response: ServerResponse,
    { principal, body }: Call,
  ): Promise<void> => {
    try {
      assertFromOurPage(request);
      const caller = callerOf(response, principal);
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://console');
      const [, execId] = OUTPUT.exec(pathname) ?? [];
      if (request.method === 'POST' && pathname === '/call') {
        await callOperation(client, caller, { response, body });
      } else if (request.method === 'GET' && pathname === '/overview') {
        using _place = turnstile.enter(principal.id);
        await streamOverview(client, caller, { response, version });
      } else if (request.method === 'GET' && execId !== undefined) {
        using _place = turnstile.enter(principal.id);
        const afterSeq = Number(searchParams.get('after_seq') ?? 0);
        await streamOutput(client, caller, { response, execId, afterSeq });
      } else throw new AppError('operation_not_found', 'There is nothing here.');
    } catch (thrown) {
      refuse(response, thrown);
    }
  };
}

/** A browser says which page asks; what is no browser has no page to be tricked. */
function assertFromOurPage({ headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin') return;
  throw new AppError('permission_denied', 'Only the page of this server may ask.');
}

function callerOf(response: ServerResponse, principal: Principal): Caller {
  const leaving = new AbortController();
  response.once('close', () => leaving.abort(new CallerLeft()));
  const session = `console-${randomUUID()}`;
  return { principal, client: 'console', session, signal: leaving.signal };
}
