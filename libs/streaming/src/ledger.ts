import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Position, START, totalAt } from './position.ts';

const ENTRY_BYTES = 24;

/**
 * Where the records were whose data is gone, so that whoever had read up to one of them learns exactly
 * how much was dropped. Beyond `limit` the older half goes; a cursor in there is told too much, never too little.
 */
export interface Ledger {
  add(positions: readonly Position[]): Promise<void>;
  last(): Promise<Position>;
  /** The bytes of both streams up to the last known record that is not after `seq`. */
  totalAt(seq: number): Promise<number>;
}

export function createLedger(directory: string, limit: number): Ledger {
  const path = join(directory, 'dropped');
  const count = async () => {
    try {
      return Math.floor((await stat(path)).size / ENTRY_BYTES);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
  };
  const last = async () => {
    const entries = await count();
    return entries === 0 ? START : readAt(path, (read) => read(entries - 1));
  };
  return {
    last,
    async add(positions) {
      const { seq } = await last();
      const entries = await count();
      const added = encode(positions.filter((position) => position.seq > seq));
      // Written where the last whole entry ends: a crash may have torn one.
      const file = await open(path, entries === 0 ? 'w' : 'r+', 0o600);
      try {
        await file.write(added, 0, added.length, entries * ENTRY_BYTES);
      } finally {
        await file.close();
      }
      if (entries * ENTRY_BYTES + added.length > limit) await halve(path);
    },
    async totalAt(seq) {
      let [low, high] = [0, await count()];
      if (seq === 0 || high === 0) return 0;
      return readAt(path, async (read) => {
        let found = START;
        while (low < high) {
          const middle = (low + high) >> 1;
          const entry = await read(middle);
          if (entry.seq > seq) high = middle;
          else [low, found] = [middle + 1, entry];
        }
        return totalAt(found);
      });
    },
  };
}

async function readAt<T>(
  path: string,
  use: (read: (entry: number) => Promise<Position>) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(async (entry) => {
      const { buffer } = await file.read(
        Buffer.alloc(ENTRY_BYTES),
        0,
        ENTRY_BYTES,
        entry * ENTRY_BYTES,
      );
      return {
        seq: buffer.readDoubleLE(0),
        stdout: buffer.readDoubleLE(8),
        stderr: buffer.readDoubleLE(16),
      };
    });
  } finally {
    await file.close();
  }
}

function encode(positions: readonly Position[]): Buffer {
  const buffer = Buffer.alloc(positions.length * ENTRY_BYTES);
  positions.forEach(({ seq, stdout, stderr }, entry) => {
    buffer.writeDoubleLE(seq, entry * ENTRY_BYTES);
    buffer.writeDoubleLE(stdout, entry * ENTRY_BYTES + 8);
    buffer.writeDoubleLE(stderr, entry * ENTRY_BYTES + 16);
  });
  return buffer;
}

async function halve(path: string): Promise<void> {
  const entries = await readFile(path);
  const half = Math.floor(entries.length / ENTRY_BYTES / 2) * ENTRY_BYTES;
  await writeFile(`${path}.new`, entries.subarray(half), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
