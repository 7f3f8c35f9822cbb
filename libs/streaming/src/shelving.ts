import { setImmediate as turn } from 'node:timers/promises';

import type { ExecEnd, ExecId, OutputShelf, ShelvedOutput } from '@devbench/core';

import { decodeEnd, encodeEnd } from './end-frame.ts';
import { END, HEADER_BYTES, positionAfter, readFrame } from './frame.ts';
import { START } from './position.ts';
import type { Recovered } from './recover.ts';
import { bytesOf, type Chunk } from './tail.ts';

/** Longer outputs have files of their own. */
export const SHELVED_BYTES = 64 * 1024;

/** Puts outputs with their ends on the shelf; those that come at the same time go together. */
export function createShelving(shelf: OutputShelf) {
  let waiting: ShelvedOutput[] = [];
  let next: Promise<void> | undefined;
  const putAll = async () => {
    await turn();
    const outputs = waiting;
    waiting = [];
    next = undefined;
    await shelf.put(outputs);
  };
  return (id: ExecId, chunks: readonly Chunk[], end: ExecEnd, endedAt: Date): Promise<void> => {
    const data = Buffer.concat([...chunks.map(bytesOf), encodeEnd(end)]);
    waiting.push({ id, endedAt, data });
    next ??= putAll();
    return next;
  };
}

export interface Unshelved extends Recovered {
  readonly chunk: Chunk | undefined;
}

/** What was put on the shelf, as the memory of a log. */
export function unshelve(data: Uint8Array): Unshelved {
  const buffer = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  let position = START;
  let end: ExecEnd | undefined;
  let length = 0;
  for (let start = 0; ;) {
    const frame = readFrame(buffer, start, buffer.length);
    if (!frame) break;
    const next = start + HEADER_BYTES + frame.length;
    if (frame.kind === END) end = decodeEnd(buffer.toString('utf8', start + HEADER_BYTES, next));
    else {
      position = positionAfter(frame);
      length = next;
    }
    start = next;
  }
  const firstAt = readFrame(buffer, 0, length)?.at ?? 0;
  const chunk = length > 0 ? { buffer, before: START, last: position, firstAt, length } : undefined;
  return { segments: [], position, end, number: 1, chunk };
}
