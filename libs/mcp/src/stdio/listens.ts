import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/sdk/types.js';

import type { Following } from '../http/options.ts';
import { honoured } from '../modern/honoured.ts';

/** At once, on one connection. */
const MOST_LISTENS = 16;
const LISTEN = 'subscriptions/listen';
const CANCELLED = 'notifications/cancelled';

type Receive = (message: JSONRPCMessage) => void;

/** What the requests to listen that come over one connection follow, for as long as they are open. */
export function createListens(
  follow: (() => Following) | undefined,
  onProblem: (error: Error) => void,
) {
  const open = new Map<RequestId, Following>();
  const end = (id: RequestId) => {
    open.get(id)?.close();
    open.delete(id);
  };

  const begin = async (id: RequestId, message: JSONRPCMessage, receive: Receive) => {
    end(id);
    const following = open.size < MOST_LISTENS ? follow?.() : undefined;
    if (following) open.set(id, following);
    const asked = await honoured(message, async (uri) => (await following?.add(uri)) ?? false);
    if (open.get(id) === following) receive(asked);
  };

  return {
    /** Passes on what comes in, a request to listen as soon as what it may follow is followed. */
    before:
      (receive: Receive): Receive =>
      (message) => {
        const { method, id, params } = message as Partial<JSONRPCRequest>;
        if (method === LISTEN && id !== undefined) {
          begin(id, message, receive).catch(onProblem);
          return;
        }
        if (method === CANCELLED)
          end((params as { requestId?: RequestId } | undefined)?.requestId ?? '');
        receive(message);
      },
    close: () => [...open.keys()].forEach(end),
  };
}
