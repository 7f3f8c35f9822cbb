import type { FileWatcher, OperationClient } from '@devbench/operations';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import { createMcpServer } from '../server.ts';
import type { EraOptions } from './options.ts';
import type { Wire } from './wire.ts';

/** Every request says it from 2026-07-28 on. */
const REVISION = 'io.modelcontextprotocol/protocolVersion';

/** Serves a wire in the era of its first message; resolves when the wire has closed. */
export function serveByEra(
  wire: Wire,
  client: OperationClient & Partial<FileWatcher>,
  options: EraOptions,
): Promise<void> {
  const closed = Promise.withResolvers<undefined>();
  const { onProblem } = options;
  const older = () => {
    delete wire.onerror;
    delete wire.onmessage;
    const server = createMcpServer(client, options);
    if (onProblem) server.onerror = onProblem;
    void server.connect(wire);
  };
  const modern = async () => {
    const early: JSONRPCMessage[] = [];
    wire.onmessage = (message: JSONRPCMessage) => void early.push(message);
    // Few clients ask for it yet, and it takes its time to load.
    const { serveModern } = await import('./serve-modern.ts');
    serveModern(wire, client, options);
    for (const message of early) wire.onmessage(message);
  };

  const giveUp = (error: Error) => {
    onProblem?.(error);
    void wire.close();
  };

  // Once its calls know.
  wire.onclose = () => void setImmediate(closed.resolve, undefined);
  if (onProblem) wire.onerror = onProblem;
  wire.onmessage = (first: JSONRPCMessage) => {
    if (isModern(first)) modern().catch(giveUp);
    else older();
    wire.onmessage?.(first);
  };
  return closed.promise;
}

const isModern = (message: JSONRPCMessage): boolean =>
  'method' in message && message.params?._meta?.[REVISION] !== undefined;
