import { setTimeout as delay } from 'node:timers/promises';

import type { ExecId, OutputRecord } from '@devbench/core';

import { outputsConfig } from '../config.ts';
import { createOutputs } from '../outputs.ts';
import { MemoryShelf } from './shelf.ts';

/**
 * Run as a process of its own: writes `megabytes` that nobody reads into `directory` and answers by how much
 * the memory grew at most, in bytes.
 */
export async function flood(directory: string, megabytes: number, rss: () => number) {
  const clock = {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    sleep: (ms: number, signal?: AbortSignal) =>
      delay(ms, undefined, { signal }).catch(() => undefined),
  };
  const outputs = createOutputs({
    ...outputsConfig.parse({ directory }),
    clock,
    shelf: new MemoryShelf(),
  });
  const log = await outputs.open('e_1' as ExecId);
  const before = rss();
  let grown = 0;
  const size = 16 * 1024;
  for (let seq = 1; seq <= (megabytes * 1024 * 1024) / size; seq += 1) {
    const data = Buffer.alloc(size, seq & 255);
    const record: OutputRecord = {
      seq,
      stream: 'stdout',
      offset: (seq - 1) * size,
      at: new Date(),
      data,
    };
    await log.append([record]);
    if (seq % 100 === 0) grown = Math.max(grown, rss() - before);
  }
  await outputs.stop();
  return grown;
}
