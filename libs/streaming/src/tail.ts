import type { OutputRecord } from '@devbench/core';

import { HEADER_BYTES, STDERR, STDOUT, writeHeader } from './frame.ts';
import { type Position, START } from './position.ts';

/** Frames in one piece of memory, which is used again when the chunk is let go. */
export interface Chunk {
  readonly buffer: Buffer;
  readonly before: Position;
  readonly firstAt: number;
  length: number;
  last: Position;
  /** The end of each record, unless they are many. */
  ends?: Position[] | undefined;
}

export const bytesOf = ({ buffer, length }: Chunk): Uint8Array => buffer.subarray(0, length);

const FIRST_CHUNK_BYTES = 1024;
const CHUNK_BYTES = 128 * 1024;
const FEW_RECORDS = 16;
/** What one write to the disk lets go of. */
const MOST_SPARE = 8;

/** The newest output, in memory: what is not on disk yet, and before it what there is room for. */
export interface Tail {
  /** The end of all output. */
  end(): Position;
  /** In memory that is not on disk. */
  unwrittenBytes(): number;
  /** Oldest first. */
  readonly chunks: readonly Chunk[];
  /** Copies the data. */
  append(records: readonly OutputRecord[]): void;
  /** What is to be written; it grows no more. */
  unwritten(): readonly Chunk[];
  written(chunks: readonly Chunk[]): void;
  /** Lets the oldest go that is on disk, down to `bytes`. */
  trim(bytes: number): void;
  /** No more will come. */
  finish(): void;
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
  /** Memory of chunks that were let go: with fresh one for a flood the collector would do more than anybody else. */
  const spare: Buffer[] = [];

  const roomFor = ({ at, data }: OutputRecord) => {
    const size = HEADER_BYTES + data.byteLength;
    if (open && open.length + size <= open.buffer.length) return open;
    const used = size <= CHUNK_BYTES ? spare.pop() : undefined;
    const buffer = used ?? Buffer.allocUnsafeSlow(Math.max(size, capacity));
    capacity = Math.min(capacity * 4, CHUNK_BYTES);
    open = { buffer, before: end, last: end, firstAt: at.getTime(), length: 0, ends: [] };
    chunks.push(open);
    bytes += buffer.length;
    unwrittenBytes += buffer.length;
    return open;
  };

  return {
    end: () => end,
    unwrittenBytes: () => unwrittenBytes,
    chunks,
    append(records) {
      for (const record of records) {
        const chunk = roomFor(record);
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
      unwrittenBytes -= some.reduce((sum, chunk) => sum + chunk.buffer.length, 0);
    },
    trim(limit) {
      let gone = 0;
      for (const chunk of chunks) {
        if (bytes <= limit || gone === writtenChunks) break;
        bytes -= chunk.buffer.length;
        gone += 1;
        if (chunk.buffer.length === CHUNK_BYTES && spare.length < MOST_SPARE)
          spare.push(chunk.buffer);
      }
      chunks.splice(0, gone);
      writtenChunks -= gone;
    },
    finish: () => void (spare.length = 0),
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
