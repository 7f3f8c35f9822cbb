import { randomUUID } from 'node:crypto';

import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { RequestHandler } from 'express';

import { principalOf } from '../authenticate.ts';
import type { HttpOptions, ServerFactory } from '../options.ts';
import { refuse } from '../refuse.ts';
import { asTransport } from './as-transport.ts';

/** Every request has a server of its own; a client that hangs up has left. The body is parsed already. */
export const stateless =
  (serverFor: ServerFactory, { onProblem }: Pick<HttpOptions, 'onProblem'>): RequestHandler =>
  async (request, response) => {
    if (request.method !== 'POST') {
      response.set('Allow', 'POST');
      refuse(response, 405, 'There are no sessions here.');
      return;
    }
    const handle = new StreamableHTTPServerTransport();
    const server = serverFor(randomUUID(), principalOf);
    server.onerror = ({ message }) => onProblem?.('mcp', { problem: message.slice(0, 200) });
    response.once('close', () => void server.close());
    await server.connect(asTransport(handle));
    return handle.handleRequest(request, response, request.body);
  };
