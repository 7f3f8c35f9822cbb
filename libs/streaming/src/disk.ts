import type { ExecEnd } from '@devbench/core';
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';

import { createBlocks } from './blocks.ts';
import { encodeEnd } from './end-frame.ts';
import { END, positionAfter } from './frame.ts';
import type { Ledger } from './ledger.ts';
import { type Position, START } from './position.ts';
import type { Recovered } from './recover.ts';
import { scan } from './scan.ts';
import { mark, type Segment, segmentPath } from './segment.ts';
import { bytesOf, type Chunk } from './tail.ts';

/** The files of one command. One writer at a time; dropping may go on beside it. */
export interface Disk {
  /** Oldest first. */
  readonly segments: readonly Segment[];
  bytes(): number;
  /** Whether nothing of this command was ever on disk. */
  isUntouched(): boolean;
  write(chunks: readonly Chunk[]): Promise<void>;
  /** Writes the rest and the end in a file of their own. */
  finish(chunks: readonly Chunk[], end: ExecEnd, endedAt: Date): Promise<void>;
  /** When the oldest data came that can be dropped: never the file that is being written. */
  oldestAt(): number | undefined;
  /** Removes the oldest file, and answers its size. */
  dropOldest(): Promise<number>;
  /** The bytes of both streams up to record `seq`, which was dropped. */
  totalAt(seq: number): Promise<number>;
  close(): Promise<void>;
}

export function createDisk(
  { directory, segmentBytes }: { directory: string; segmentBytes: number },
  ledger: Ledger,
  recovered: Recovered,
): Disk {
  const { segments } = recovered;
  let { number } = recovered;
  let untouched = number === 1 && recovered.position.seq === 0;
  let bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  let active: { file: FileHandle; segment: Segment } | undefined;
  let dropping: Promise<unknown> = Promise.resolve();

  const close = async () => {
    const closing = active;
    active = undefined;
    await closing?.file.close();
  };
  const create = async (first: Chunk | undefined, endedAt?: Date) => {
    untouched = false;
    const { file, path } = await createFile(directory, () =>
      segmentPath(directory, number++, endedAt),
    );
    const before = first?.before ?? START;
    const firstAt = first?.firstAt ?? 0;
    const segment: Segment = { path, before, firstAt, index: [], last: before, bytes: 0, ends: [] };
    return { file, segment };
  };
  const put = async (
    { file, segment }: { file: FileHandle; segment: Segment },
    chunks: readonly Chunk[],
    ...more: Uint8Array[]
  ) => {
    const parts = chunks.map(bytesOf);
    const written = await writeAll(file, [...parts, ...more], segment.bytes);
    if (segment.bytes === 0 && chunks.length > 0) segments.push(segment);
    let offset = segment.bytes;
    for (const { before, last, length, ends } of chunks) {
      mark(segment, before.seq + 1, offset);
      offset += length;
      if (ends) segment.ends?.push(...ends);
      else segment.ends = undefined;
      segment.last = last;
    }
    segment.bytes += written;
    bytes += written;
  };

  return {
    segments,
    bytes: () => bytes,
    isUntouched: () => untouched,
    close,
    async write(chunks) {
      active ??= await create(chunks[0]);
      try {
        await put(active, chunks);
      } catch (error) {
        // What was half written is left behind; the next try begins a new file.
        await close().catch(() => undefined);
        throw error;
      }
      if (active.segment.bytes >= segmentBytes) await close();
    },
    async finish(chunks, end, endedAt) {
      await close();
      const last = await create(chunks[0], endedAt);
      try {
        await put(last, chunks, encodeEnd(end));
      } catch (error) {
        // Half an end would make the command look ended to those who see only the name.
        await unlink(last.segment.path).catch(() => undefined);
        throw error;
      } finally {
        await last.file.close();
      }
    },
    oldestAt: () => (segments[0] === active?.segment ? undefined : segments[0]?.firstAt),
    dropOldest() {
      const oldest = segments[0];
      if (!oldest || oldest === active?.segment) return Promise.resolve(0);
      segments.shift();
      bytes -= oldest.bytes;
      const dropped = dropping.then(async () => {
        await ledger.add(oldest.ends ?? (await positionsIn(oldest)));
        await unlink(oldest.path);
        return oldest.bytes;
      });
      dropping = dropped.catch(() => undefined);
      return dropped;
    },
    async totalAt(seq) {
      await dropping;
      return ledger.totalAt(seq);
    },
  };
}

async function positionsIn({ path, bytes }: Segment): Promise<Position[]> {
  const positions: Position[] = [];
  await scan(createBlocks(), { path, from: 0, to: bytes }, (frame) => {
    if (frame.kind !== END) positions.push(positionAfter(frame));
    return true;
  });
  return positions;
}

/** Never an existing file: another server may still be writing to it. */
async function createFile(directory: string, nextPath: () => string) {
  let path = nextPath();
  for (;;) {
    try {
      return { path, file: await open(path, 'wx', 0o600) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') path = nextPath();
      else if (code === 'ENOENT') await mkdir(directory, { recursive: true, mode: 0o700 });
      else throw error;
    }
  }
}

async function writeAll(file: FileHandle, parts: Uint8Array[], offset: number): Promise<number> {
  let written = 0;
  let rest = parts.filter(({ length }) => length > 0);
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest, offset + written);
    written += bytesWritten;
    let skip = bytesWritten;
    rest = rest.flatMap((part) => {
      const skipped = Math.min(skip, part.length);
      skip -= skipped;
      return skipped === part.length ? [] : [part.subarray(skipped)];
    });
  }
  return written;
}
