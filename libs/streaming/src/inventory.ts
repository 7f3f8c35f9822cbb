import type { ExecId } from '@devbench/core';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing } from './errors.ts';
import { parseSegmentName } from './segment.ts';

/** What is on disk for one command, of whichever server. */
export interface Stored {
  readonly id: ExecId;
  readonly bytes: number;
  readonly endedAt: number | undefined;
  /** When its server last said that it is in use. */
  readonly usedAt: number;
}

/** Looks at every directory, without opening a file. What vanishes meanwhile is left out. */
export async function takeInventory(directory: string): Promise<Stored[]> {
  const stored: Stored[] = [];
  for (const name of await readdir(directory).catch(noneIfMissing)) {
    const path = join(directory, name);
    try {
      const [names, { mtimeMs }] = await Promise.all([readdir(path), stat(path)]);
      const sizes = await Promise.all(names.map((file) => sizeOf(join(path, file))));
      const ends = names.map((file) => parseSegmentName(file)?.endedAt);
      stored.push({
        id: name as ExecId,
        bytes: sizes.reduce((sum, size) => sum + size, 0),
        endedAt: ends.find((at) => at !== undefined),
        usedAt: mtimeMs,
      });
    } catch {
      continue;
    }
  }
  return stored;
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

function noneIfMissing(error: unknown): string[] {
  if (isMissing(error)) return [];
  throw error;
}
