import type { OutputRecord } from '@devbench/core';

import { HEADER_BYTES, STDERR, STDOUT, writeHeader } from './frame.ts';
import { type Position, START } from './position.ts';

/** Frames in one piece of memory. Its bytes never change, so readers may keep views on them. */
export interface Chunk {
  readonly buffer: Buffer;
  /** When it is one large record: its data, as it came; `buffer` has the header only. */
  readonly data?: Uint8Array;
  readonly before: Position;
  readonly firstAt: number;
  length: number;
  last: Position;
  /** The end of each record, unless they are many. */
  ends?: Position[] | undefined;
}

/** The bytes of a chunk, in order. */
export const partsOf = ({ buffer, data, length }: Chunk): readonly Uint8Array[] =>
  data ? [buffer, data] : [buffer.subarray(0, length)];

const memoryOf = ({ buffer, data }: Chunk) => buffer.length + (data?.byteLength ?? 0);

const FIRST_CHUNK_BYTES = 1024;
const CHUNK_BYTES = 64 * 1024;
/** From here on data is not copied. */
const LARGE_BYTES = 8 * 1024;
const FEW_RECORDS = 16;

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

/** `kept` is what an earlier server has left of the output before `start`. */
export function createTail(start: Position = START, kept?: Chunk): Tail {
  const chunks = kept ? [kept] : [];
  let end = start;
  let open: Chunk | undefined;
  let writtenChunks = chunks.length;
  let bytes = kept?.buffer.length ?? 0;
  let unwrittenBytes = 0;
  let capacity = FIRST_CHUNK_BYTES;

  const add = (chunk: Chunk) => {
    chunks.push(chunk);
    bytes += memoryOf(chunk);
    unwrittenBytes += memoryOf(chunk);
    return chunk;
  };
  const roomFor = (size: number, firstAt: number) => {
    if (open && open.length + size <= open.buffer.length) return open;
    const buffer = Buffer.allocUnsafeSlow(Math.max(size, capacity));
    capacity = Math.min(capacity * 4, CHUNK_BYTES);
    open = add({ buffer, before: end, last: end, firstAt, length: 0, ends: [] });
    return open;
  };
  const chunkFor = ({ at, data }: OutputRecord) => {
    const firstAt = at.getTime();
    if (data.byteLength < LARGE_BYTES) return roomFor(HEADER_BYTES + data.byteLength, firstAt);
    open = undefined;
    const buffer = Buffer.allocUnsafe(HEADER_BYTES);
    return add({ buffer, data, before: end, last: end, firstAt, length: 0, ends: [] });
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
      for (const record of records) {
        const chunk = chunkFor(record);
        end = write(chunk, record, end);
        chunk.last = end;
        if (chunk.ends && chunk.ends.push(end) > FEW_RECORDS) chunk.ends = undefined;
      }
    },
    unwritten() {
      open = undefined;
      return chunks.slice(writtenChunks);
    },
    written(some) {
      writtenChunks += some.length;
      unwrittenBytes -= some.reduce((sum, chunk) => sum + memoryOf(chunk), 0);
    },
    trim(limit) {
      let gone = 0;
      for (const chunk of chunks) {
        if (bytes <= limit || gone === writtenChunks) break;
        bytes -= memoryOf(chunk);
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
  if (!chunk.data) buffer.set(data, start + HEADER_BYTES);
  chunk.length += HEADER_BYTES + length;
  const streamEnd = offset + length;
  return stream === 'stdout'
    ? { seq, stdout: streamEnd, stderr: end.stderr }
    : { seq, stdout: end.stdout, stderr: streamEnd };
}
