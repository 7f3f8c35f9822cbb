import type { FileWatcher, OperationClient } from '@devbench/operations';
import type { Server, Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

import { follow } from '../modern/era.ts';
import { createModernServer } from '../modern/server.ts';
import { createMcpServer } from '../server.ts';
import { createListens } from './listens.ts';
import type { EraOptions } from './options.ts';
import type { Wire } from './wire.ts';

/** Serves a wire that began in 2026-07-28, also if its client goes back to a handshake after a first look. */
export function serveModern(
  wire: Wire,
  client: OperationClient & Partial<FileWatcher>,
  options: EraOptions,
): void {
  const { onProblem, principal, ...rest } = options;
  let server: Server | undefined;
  const changed = (uri: string) => void server?.sendResourceUpdated({ uri }).catch(() => undefined);
  const { watch } = client;
  const listens = createListens(
    watch && (() => follow({ watch: watch.bind(client) }, principal, changed)),
    (error) => onProblem?.(error),
  );
  const inner: Transport = {
    start: () => wire.start(),
    send: (message) => wire.send(message),
    close: () => wire.close(),
  };
  serveStdio(
    ({ era }) => {
      // It is only connected, which both SDKs do alike.
      if (era === 'legacy') return createMcpServer(client, options) as unknown as Server;
      server = createModernServer(client, { ...rest, principal });
      return server;
    },
    { transport: inner, ...(onProblem && { onerror: onProblem }) },
  );

  const { onclose } = wire;
  wire.onclose = () => {
    onclose?.();
    inner.onclose?.();
    listens.close();
  };
  wire.onerror = (error) => inner.onerror?.(error);
  wire.onmessage = listens.before((message) => inner.onmessage?.(message));
}
