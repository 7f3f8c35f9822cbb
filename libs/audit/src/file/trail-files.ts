import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { isFileOf } from './period.ts';

/** The files of a trail that are there, oldest first. */
export async function trailFiles(file: string): Promise<string[]> {
  const folder = dirname(file);
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => isFileOf(basename(file), name))
    .sort()
    .map((name) => join(folder, name));
}
