import type { Caller } from '@devbench/core';
import type { FileWatcher } from '@devbench/operations';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  type ServerNotification,
  type ServerRequest,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';

import { inProtocolTerms } from '../errors.ts';
import { createSubscriptions } from './subscriptions.ts';

/** Lets the client of this connection subscribe to resources; to be called before the server connects. */
export function followResources(
  server: Server,
  watcher: FileWatcher,
  callerOf: (extra: RequestHandlerExtra<ServerRequest, ServerNotification>) => Caller,
): void {
  const subscriptions = createSubscriptions(watcher, (uri) => {
    server.sendResourceUpdated({ uri }).catch(() => undefined);
  });
  server.setRequestHandler(SubscribeRequestSchema, async ({ params: { uri } }, extra) => {
    await inProtocolTerms(subscriptions.subscribe(callerOf(extra), uri));
    return {};
  });
  server.setRequestHandler(UnsubscribeRequestSchema, ({ params: { uri } }) => {
    subscriptions.unsubscribe(uri);
    return {};
  });

  // `onclose` of the server belongs to whoever connects it.
  const connect = server.connect.bind(server);
  server.connect = (transport) => {
    const { onclose } = transport;
    transport.onclose = () => {
      onclose?.();
      subscriptions.close();
    };
    return connect(transport);
  };
}
