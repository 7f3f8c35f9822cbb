import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Clock, ExecEnd, ExecId, OutputRecord, OutputStream } from '@devbench/core';

import { type OutputsConfig, outputsConfig } from '../config.ts';
import { createOutputs } from '../outputs.ts';
import { MemoryShelf } from './shelf.ts';

/** Time that moves only when it is told to; sleepers wake when it passes them. */
export function stillClock() {
  let elapsed = 0;
  const start = Date.now();
  const sleepers = new Set<() => void>();
  const clock: Omit<Clock, 'after'> = {
    now: () => new Date(start + elapsed),
    monotonicMs: () => elapsed,
    sleep: (_, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(wake);
          resolve();
        };
        sleepers.add(wake);
        signal?.addEventListener('abort', wake);
      }),
  };
  const advance = (ms: number) => {
    elapsed += ms;
    for (const wake of [...sleepers]) wake();
  };
  return { ...clock, advance };
}

export async function temporaryDirectory(
  onFinished: (cleanUp: () => Promise<void>) => void,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'devbench-outputs-'));
  onFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** One for each directory, as servers share both. */
const shelves = new Map<string, MemoryShelf>();

export function shelfOf(directory: string): MemoryShelf {
  const shelf = shelves.get(directory) ?? new MemoryShelf();
  shelves.set(directory, shelf);
  return shelf;
}

export function testOutputs(directory: string, change: Partial<OutputsConfig> = {}) {
  const clock = stillClock();
  const outputs = createOutputs({
    ...outputsConfig.parse({ directory }),
    clock,
    shelf: shelfOf(directory),
    ...change,
  });
  return { ...outputs, clock };
}

export const id = 'e_1' as ExecId;

export function end(seq: number, change: Partial<ExecEnd> = {}): ExecEnd {
  return {
    seq,
    reason: 'exited',
    exitCode: 0,
    signal: undefined,
    oomKilled: false,
    usage: undefined,
    endedAt: new Date(1_700_000_000_000),
    ...change,
  };
}

/** Makes records as the agent does: numbered, with offsets in both streams. */
export function createWriter() {
  let seq = 0;
  const offsets = { stdout: 0, stderr: 0 };
  return (data: string | Uint8Array, stream: OutputStream = 'stdout'): OutputRecord => {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    const offset = offsets[stream];
    offsets[stream] += bytes.byteLength;
    seq += 1;
    return { seq, stream, offset, at: new Date(1_700_000_000_000 + seq), data: bytes };
  };
}

export function textOf(records: readonly OutputRecord[]): string {
  return records.map(({ data }) => Buffer.from(data).toString()).join('');
}
