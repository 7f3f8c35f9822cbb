import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type ServerEventBus } from '@modelcontextprotocol/server';
import type { RequestHandler } from 'express';

import { principalOf } from '../authenticate.ts';
import { urlOf } from '../links/link-url.ts';
import type { HttpOptions, ModernEra } from '../options.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { listen, LISTEN, type Stream } from './listen.ts';

export interface Modern {
  readonly handle: RequestHandler;
  /** Ends what is on its way. */
  close(): Promise<void>;
}

interface ModernOptions extends Pick<HttpOptions, 'onProblem'> {
  readonly sessions: Sessions;
}

/** The revision of 2026-07-28: every request stands alone, and a stream that listens is one, too. */
export function modern(era: ModernEra, { sessions, onProblem }: ModernOptions): Modern {
  const serve = (bus?: ServerEventBus): Stream => {
    const handler = createMcpHandler(
      ({ authInfo }) => era.serverFor(principalOf(authInfo), urlOf(authInfo)),
      {
        legacy: 'reject',
        ...(bus && { bus }),
        onerror: ({ message }) => onProblem?.('mcp', { problem: message.slice(0, 200) }),
      },
    );
    // Its types of requests and responses are none by the letter of `exactOptionalPropertyTypes`.
    const respond = toNodeHandler(handler) as Stream['respond'];
    return { respond, close: () => handler.close() };
  };
  const requests = serve();
  const listens = listen(era, { sessions, serve });
  return {
    handle: (request, response) => {
      const { method } = request.body as { method?: unknown };
      return method === LISTEN
        ? listens(request, response)
        : requests.respond(request, response, request.body);
    },
    close: () => requests.close(),
  };
}
