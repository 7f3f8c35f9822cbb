import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { Router } from 'express';

import { principalOf, senderOf } from '../authenticate.ts';
import type { HttpOptions, ServerFactory } from '../options.ts';
import { refuse, refuseSession } from '../refuse.ts';
import { asTransport } from './as-transport.ts';
import type { Sessions } from './sessions.ts';

export const SSE_PATH = '/sse';
export const MESSAGES_PATH = '/messages';

interface LegacySse extends Pick<HttpOptions, 'onProblem'> {
  readonly sessions: Sessions;
}

/* eslint-disable @typescript-eslint/no-deprecated -- It is for clients that know nothing newer. */
/** HTTP with SSE as of 2024-11-05: a stream that ends with its session, and messages beside it. */
export function legacySse(serverFor: ServerFactory, { sessions, onProblem }: LegacySse): Router {
  return Router()
    .get(SSE_PATH, async (request, response) => {
      const owner = senderOf(request).id;
      if (!sessions.makeRoom(owner)) {
        refuse(response, 429, 'All sessions are in use.');
        return;
      }
      const handle = new SSEServerTransport(MESSAGES_PATH, response);
      const { sessionId: id } = handle;
      const server = serverFor(id, principalOf);
      server.onerror = ({ message }) => onProblem?.('mcp', { problem: message.slice(0, 200) });
      server.onclose = () => sessions.remove(id);
      const session = { id, owner, handle, close: () => server.close() };
      sessions.add(session);
      sessions.use(session, response);
      await server.connect(asTransport(handle));
    })
    .post(MESSAGES_PATH, async (request, response) => {
      const { sessionId: id } = request.query;
      const session = typeof id === 'string' ? sessions.find(id, senderOf(request).id) : undefined;
      if (!(session?.handle instanceof SSEServerTransport)) {
        refuseSession(response);
        return;
      }
      await session.handle.handlePostMessage(request, response, request.body);
    });
}
