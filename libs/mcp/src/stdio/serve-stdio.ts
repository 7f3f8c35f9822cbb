import { finished, pipeline, type Readable, type Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import type { FileWatcher, OperationClient } from '@devbench/operations';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

import { createMcpServer, type McpServerOptions } from '../server.ts';
import { createLineGuard, LINE_LIMIT } from './line-guard.ts';
import { watchPending } from './pending.ts';
import { refuse } from './refuse.ts';

export interface StdioOptions extends McpServerOptions {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Told about input that is no message; it is never answered on stdout. */
  readonly onProblem?: (problem: Error) => void;
}

export interface StdioSession {
  /** Resolves when the client is gone and the calls it left are aborted. Never rejects. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** How long calls may still run after the client closed its end, as in `printf … | server`. */
const LAST_WORDS_MS = 500;

/** Speaks MCP over a pair of streams until one of them ends. */
export async function serveStdio(
  client: OperationClient & Partial<FileWatcher>,
  { stdin, stdout, onProblem, ...options }: StdioOptions,
): Promise<StdioSession> {
  const lines = createLineGuard((line) => {
    const answer = refuse(line);
    if (answer) void transport.send(answer);
  });
  const transport = new StdioServerTransport(lines, stdout, {
    maxBufferSize: LINE_LIMIT,
  });
  const allAnswered = watchPending(transport);
  const server = createMcpServer(client, options);
  if (onProblem) server.onerror = onProblem;

  const closed = Promise.withResolvers<undefined>();
  server.onclose = () => closed.resolve(undefined);
  finished(lines, () => {
    const patience = sleep(LAST_WORDS_MS, undefined, { ref: false });
    void Promise.race([allAnswered(), patience]).then(() => server.close());
  });
  // Nobody reads any more (EPIPE), so there is nothing left to wait for.
  stdout.on('error', () => void server.close());

  await server.connect(transport);
  pipeline(stdin, lines, () => undefined);
  return { closed: closed.promise, close: () => server.close() };
}
