import type { ExecEnd } from '@devbench/core';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { createBlocks } from './blocks.ts';
import { decodeEnd } from './end-frame.ts';
import { END, HEADER_BYTES, positionAfter } from './frame.ts';
import type { Ledger } from './ledger.ts';
import { type Position, START } from './position.ts';
import { scan } from './scan.ts';
import { mark, parseSegmentName, type Segment } from './segment.ts';

export interface Recovered {
  readonly segments: Segment[];
  readonly position: Position;
  readonly end: ExecEnd | undefined;
  /** Of the next file. */
  readonly number: number;
}

/** Of a command that is new. */
export const nothing = (): Recovered => ({
  segments: [],
  position: START,
  end: undefined,
  number: 1,
});

interface Found {
  readonly segment: Segment;
  readonly first: number;
  readonly end: ExecEnd | undefined;
}

/**
 * What an earlier server left. Files are only ever appended to by who made them, so torn ends are left out
 * here and stay on disk; records that two servers have written count once.
 */
export async function recover(directory: string, ledger: Ledger): Promise<Recovered> {
  const names = await namesIn(directory);
  let position = await ledger.last();
  const found = await Promise.all(names.map(({ name }) => read(join(directory, name), position)));
  const segments: Segment[] = [];
  for (const { segment, first } of found.toSorted((a, b) => a.first - b.first)) {
    if (first === Infinity || segment.last.seq <= position.seq) continue;
    segments.push({ ...segment, before: position });
    position = segment.last;
  }
  return {
    segments,
    position,
    end: found.find(({ end }) => end)?.end,
    number: Math.max(0, ...names.map(({ number }) => number)) + 1,
  };
}

async function namesIn(directory: string): Promise<{ name: string; number: number }[]> {
  try {
    return (await readdir(directory)).flatMap((name) => {
      const parsed = parseSegmentName(name);
      return parsed ? [{ name, number: parsed.number }] : [];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function read(path: string, before: Position): Promise<Found> {
  const segment: Segment = { path, before, firstAt: 0, index: [], last: before, bytes: 0 };
  let [first, firstAt] = [Infinity, 0];
  let end: ExecEnd | undefined;
  await scan(createBlocks(), { path, from: 0, to: Infinity }, (frame, buffer, start, offset) => {
    if (frame.kind === END) {
      const data = start + HEADER_BYTES;
      end = decodeEnd(buffer.toString('utf8', data, data + frame.length));
    } else {
      if (first === Infinity) [first, firstAt] = [frame.seq, frame.at];
      mark(segment, frame.seq, offset);
      segment.last = positionAfter(frame);
    }
    segment.bytes = offset + HEADER_BYTES + frame.length;
    return true;
  });
  return { segment: { ...segment, firstAt }, first, end };
}
