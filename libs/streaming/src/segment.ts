import { join } from 'node:path';

import type { Position } from './position.ts';

/** A file of frames. */
export interface Segment {
  readonly path: string;
  readonly before: Position;
  readonly firstAt: number;
  /** Where some of the frames begin, in order. */
  readonly index: Mark[];
  last: Position;
  bytes: number;
  /** The end of every record, when they are known without a look into the file. */
  ends?: Position[] | undefined;
}

/** The frame with record `seq` is not before `offset`. */
interface Mark {
  readonly seq: number;
  readonly offset: number;
}

const MARK_EVERY_BYTES = 32 * 1024;

/** Notes that record `seq` begins at `offset`, when the last mark is far enough. */
export function mark({ index }: Segment, seq: number, offset: number): void {
  const last = index.at(-1);
  if (!last || offset - last.offset >= MARK_EVERY_BYTES) index.push({ seq, offset });
}

/** Where to begin to read what comes after record `seq`. */
export function offsetOf({ index }: Segment, seq: number): number {
  let [low, high] = [0, index.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((index[middle]?.seq ?? Infinity) <= seq) low = middle + 1;
    else high = middle;
  }
  return index[low - 1]?.offset ?? 0;
}

/** The names tell whether a command has ended, and when: nothing has to be opened to know it. */
export function segmentPath(directory: string, number: number, endedAt?: Date): string {
  const name = String(number).padStart(8, '0');
  return join(directory, endedAt ? `${name}.${String(endedAt.getTime())}.end` : `${name}.log`);
}

export interface SegmentName {
  readonly number: number;
  readonly endedAt: number | undefined;
}

export function parseSegmentName(name: string): SegmentName | undefined {
  const match = /^(\d{8,})\.(?:log|(\d+)\.end)$/.exec(name);
  if (!match) return undefined;
  return {
    number: Number(match[1]),
    endedAt: match[2] === undefined ? undefined : Number(match[2]),
  };
}
