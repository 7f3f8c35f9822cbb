import { randomUUID } from 'node:crypto';

import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
import type { RequestHandler } from 'express';

import { principalOf, senderOf } from '../authenticate.ts';
import type { HttpOptions, ServerFactory } from '../options.ts';
import { refuse, refuseSession } from '../refuse.ts';
import { asTransport } from './as-transport.ts';
import { createSessionEvents, type EventBudget } from './event-store.ts';
import type { Sessions } from './sessions.ts';

/** When a client whose stream broke comes back. */
const RETRY_MS = 1_000;

const METHODS = ['GET', 'POST', 'DELETE'];

interface Streamable extends Pick<HttpOptions, 'onProblem'> {
  readonly sessions: Sessions;
  readonly events: EventBudget;
}

/** Streamable HTTP; the body is parsed already. A request without a session can only begin one. */
export function streamable(
  serverFor: ServerFactory,
  { sessions, events, onProblem }: Streamable,
): RequestHandler {
  const open = (owner: string) => {
    const id = randomUUID();
    const eventStore = createSessionEvents(events);
    const handle = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      eventStore,
      retryInterval: RETRY_MS,
    });
    const server = serverFor(id, principalOf);
    server.onerror = ({ message }) => onProblem?.('mcp', { problem: message.slice(0, 200) });
    server.onclose = () => {
      sessions.remove(id);
      eventStore.clear();
    };
    const session = { id, owner, handle, close: () => server.close() };
    sessions.add(session);
    return { session, connect: () => server.connect(asTransport(handle)) };
  };

  return async (request, response) => {
    const owner = senderOf(request).id;
    const id = request.get('mcp-session-id');
    if (id !== undefined) {
      const session = sessions.find(id, owner);
      if (!(session?.handle instanceof StreamableHTTPServerTransport)) {
        refuseSession(response);
        return;
      }
      sessions.use(session, response);
      return session.handle.handleRequest(request, response, request.body);
    }
    if (!METHODS.includes(request.method)) {
      response.set('Allow', METHODS.join(', '));
      refuse(response, 405, 'Method not allowed.');
      return;
    }
    if (!isInitializeRequest(request.body)) {
      refuse(response, 400, 'Begin with initialize, then send the Mcp-Session-Id.');
      return;
    }
    if (!sessions.makeRoom(owner)) {
      response.set('Retry-After', '10');
      refuse(response, 429, 'All sessions are in use.');
      return;
    }
    const { session, connect } = open(owner);
    sessions.use(session, response);
    await connect();
    await session.handle.handleRequest(request, response, request.body);
    // The transport refused it, so there is nothing that anybody could come back to.
    if (session.handle.sessionId === undefined) await session.close();
  };
}
