import type { OutputRecord } from '@devbench/core';

import { HEADER_BYTES, STDERR, STDOUT, writeHeader } from './frame.ts';
import { type Position, START } from './position.ts';

/** Frames in one piece of memory. Its bytes never change, so readers may keep views on them. */
export interface Chunk {
  readonly buffer: Buffer;
  readonly before: Position;
  readonly firstAt: number;
  length: number;
  last: Position;
}

const FIRST_CHUNK_BYTES = 1024;
const CHUNK_BYTES = 64 * 1024;

/** The newest output, in memory: what is not on disk yet, and before it what there is room for. */
export interface Tail {
  /** The end of all output. */
  readonly end: Position;
  /** In memory that is not on disk. */
  readonly unwrittenBytes: number;
  /** Oldest first. */
  readonly chunks: readonly Chunk[];
  append(records: readonly OutputRecord[]): void;
  /** What is to be written; it grows no more. */
  unwritten(): readonly Chunk[];
  written(chunks: readonly Chunk[]): void;
  /** Lets the oldest go that is on disk, down to `bytes`. */
  trim(bytes: number): void;
}

export function createTail(start: Position = START): Tail {
  const chunks: Chunk[] = [];
  let end = start;
  let open: Chunk | undefined;
  let writtenChunks = 0;
  let bytes = 0;
  let unwrittenBytes = 0;
  let capacity = FIRST_CHUNK_BYTES;

  const roomFor = (size: number, firstAt: number) => {
    if (open && open.length + size <= open.buffer.length) return open;
    const buffer = Buffer.allocUnsafeSlow(Math.max(size, capacity));
    capacity = Math.min(capacity * 4, CHUNK_BYTES);
    open = { buffer, before: end, last: end, firstAt, length: 0 };
    chunks.push(open);
    bytes += buffer.length;
    unwrittenBytes += buffer.length;
    return open;
  };

  return {
    get end() {
      return end;
    },
    get unwrittenBytes() {
      return unwrittenBytes;
    },
    chunks,
    append(records) {
      const first = records[0];
      if (!first) return;
      const size = records.reduce((sum, { data }) => sum + HEADER_BYTES + data.byteLength, 0);
      const chunk = roomFor(size, first.at.getTime());
      for (const record of records) end = write(chunk, record, end);
      chunk.last = end;
    },
    unwritten() {
      open = undefined;
      return chunks.slice(writtenChunks);
    },
    written(some) {
      writtenChunks += some.length;
      unwrittenBytes -= some.reduce((sum, { buffer }) => sum + buffer.length, 0);
    },
    trim(limit) {
      let gone = 0;
      for (const { buffer } of chunks) {
        if (bytes <= limit || gone === writtenChunks) break;
        bytes -= buffer.length;
        gone += 1;
      }
      chunks.splice(0, gone);
      writtenChunks -= gone;
    },
  };
}

function write(chunk: Chunk, { seq, stream, offset, at, data }: OutputRecord, end: Position) {
  const { buffer, length: start } = chunk;
  const length = data.byteLength;
  const [kind, other] = stream === 'stdout' ? [STDOUT, end.stderr] : [STDERR, end.stdout];
  writeHeader(buffer, start, { kind, seq, at: at.getTime(), offset, other, length });
  buffer.set(data, start + HEADER_BYTES);
  chunk.length += HEADER_BYTES + length;
  const streamEnd = offset + length;
  return stream === 'stdout'
    ? { seq, stdout: streamEnd, stderr: end.stderr }
    : { seq, stdout: end.stdout, stderr: streamEnd };
}
