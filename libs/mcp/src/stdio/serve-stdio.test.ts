import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';

import { AppError, CallerLeft } from '@devbench/core';
import { beforeEach, expect, it } from 'vitest';

import { options, scriptedClient } from '../testing/connect.ts';
import { serveStdio } from './serve-stdio.ts';

const hangs = scriptedClient(
  ({ caller: { signal } }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new AppError('call_cancelled', 'Gone.')));
    }),
);

beforeEach(() => void hangs.calls.splice(0));

async function setup(client = hangs) {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const problems: Error[] = [];
  const onProblem = (problem: Error) => problems.push(problem);
  const session = await serveStdio(client, { ...options, stdin, stdout, onProblem });
  const say = (message: object) =>
    stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const hear = async () => {
    const [line] = (await once(stdout, 'data')) as [Buffer];
    return JSON.parse(line.toString()) as { id: number; result: Record<string, unknown> };
  };
  const call = (id: number) =>
    say({ id, method: 'tools/call', params: { name: 'health', arguments: {} } });
  return { stdin, stdout, session, problems, say, hear, call };
}

it('answers, and closes when the client ends its side', async () => {
  const { stdin, session, say, hear } = await setup();
  const answer = hear();

  say({ id: 1, method: 'ping' });

  await expect(answer).resolves.toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  stdin.end();
  await session.closed;
});

it('answers what was asked before the end, as in "printf … | server"', async () => {
  const noMoreInput = Promise.withResolvers<undefined>();
  const quick = scriptedClient(async () => {
    await noMoreInput.promise;
    throw new AppError('engine_unavailable', 'No engine.');
  });
  const { stdin, session, call, hear } = await setup(quick);
  const answer = hear();

  call(1);
  stdin.end().once('close', () => noMoreInput.resolve(undefined));

  await expect(answer).resolves.toMatchObject({ id: 1, result: { isError: true } });
  await session.closed;
});

it('waits only a moment for a call that does not end, and aborts it', async () => {
  const { stdin, session, call } = await setup();
  const began = performance.now();

  call(1);
  stdin.end();
  await session.closed;

  expect(performance.now() - began).toBeLessThan(10_000);
  expect(hangs.calls.at(-1)?.caller.signal.aborted).toBe(true);
});

it('closes when nobody reads its answers', async () => {
  const { stdout, session } = await setup();

  stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));

  await session.closed;
});

it('writes nothing about input that is no message, and goes on', async () => {
  const { stdin, stdout, session, problems, say, hear } = await setup();

  stdin.write('not json\n[]\n{"jsonrpc":"1.0"}\n\u0000\n');
  const answer = hear();
  say({ id: 2, method: 'ping' });

  await expect(answer).resolves.toMatchObject({ id: 2 });
  expect(problems).toHaveLength(4);
  expect(stdout.read()).toBeNull();
  await session.close();
  await session.closed;
});

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};
const asked = (id: number, method: string) => ({ id, method, params: { _meta: META } });

function nextOf(stdout: PassThrough) {
  const answers = createInterface(stdout)[Symbol.asyncIterator]();
  return async () => {
    const { value } = (await answers.next()) as { value: string };
    return JSON.parse(value) as { id: number };
  };
}

it('serves whoever begins in the newest revision in that', async () => {
  const { stdin, stdout, session, say } = await setup();
  const next = nextOf(stdout);

  stdin.write('not json\n');
  say(asked(1, 'server/discover'));
  say(asked(2, 'tools/list'));
  say({ id: 3, method: 'initialize', params: {} });

  const heard = [await next(), await next(), await next()].sort((a, b) => a.id - b.id);
  expect(heard).toMatchObject([
    { id: 1, result: { supportedVersions: ['2026-07-28'] } },
    { id: 2, result: { ttlMs: 300_000 } },
    { id: 3, error: {} },
  ]);
  stdin.end();
  await session.closed;
});

it('serves a client that looks first, and then shakes hands', async () => {
  const { stdin, stdout, session, say } = await setup();
  const next = nextOf(stdout);
  const info = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'x', version: '1' },
  };

  say(asked(1, 'server/discover'));
  expect(await next()).toMatchObject({ id: 1, result: {} });
  say({ id: 2, method: 'initialize', params: info });
  expect(await next()).toMatchObject({ id: 2, result: { protocolVersion: '2025-11-25' } });
  say({ id: 3, method: 'ping' });

  expect(await next()).toMatchObject({ id: 3, result: {} });
  stdin.end();
  await session.closed;
});

it('knows a client that is gone from one that cancels, in every era', async () => {
  const { stdin, session, say } = await setup();
  const { params, ...request } = asked(1, 'tools/call');
  say({ ...request, params: { ...params, name: 'health', arguments: {} } });
  say({ ...request, id: 2, params: { ...params, name: 'health', arguments: {} } });
  await expect.poll(() => hangs.calls.length).toBe(2);
  const [cancelled, left] = hangs.calls.map(({ caller }) => caller.signal);

  say({ method: 'notifications/cancelled', params: { requestId: 1 } });
  await expect.poll(() => cancelled?.aborted).toBe(true);
  expect(cancelled?.reason).not.toBeInstanceOf(CallerLeft);
  expect(left?.aborted).toBe(false);
  stdin.end();
  await session.closed;

  await expect.poll((): unknown => left?.reason).toBeInstanceOf(CallerLeft);
});
