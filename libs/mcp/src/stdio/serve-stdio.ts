import { finished, pipeline, type Readable, type Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import type { FileWatcher, OperationClient } from '@devbench/operations';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

import { createLineGuard, LINE_LIMIT } from './line-guard.ts';
import { refuse } from './refuse.ts';
import type { EraOptions } from './options.ts';
import { serveByEra } from './serve-by-era.ts';
import { createWire } from './wire.ts';

export interface StdioOptions extends EraOptions {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

export interface StdioSession {
  /** Resolves when the client is gone and the calls it left are aborted. Never rejects. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** How long calls may still run after the client closed its end, as in `printf … | server`. */
const LAST_WORDS_MS = 500;

/** Speaks MCP over a pair of streams until one of them ends, in the revision that the client begins with. */
export async function serveStdio(
  client: OperationClient & Partial<FileWatcher>,
  { stdin, stdout, ...options }: StdioOptions,
): Promise<StdioSession> {
  const lines = createLineGuard((line) => {
    const answer = refuse(line);
    if (answer) void transport.send(answer);
  });
  const transport = new StdioServerTransport(lines, stdout, { maxBufferSize: LINE_LIMIT });
  const wire = createWire(transport);
  const closed = serveByEra(wire, client, options);

  finished(lines, () => {
    const patience = sleep(LAST_WORDS_MS, undefined, { ref: false });
    void Promise.race([wire.allAnswered(), patience]).then(() => wire.close());
  });
  // Nobody reads any more (EPIPE), so there is nothing left to wait for.
  stdout.on('error', () => void wire.close());

  await transport.start();
  pipeline(stdin, lines, () => undefined);
  return { closed, close: () => wire.close() };
}
