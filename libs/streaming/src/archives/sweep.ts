import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

import { type ArchiveName, nameOf, parseName, writerOf } from './names.ts';

/** What is in the folder; another process may take some of it away meanwhile. */
export async function listed(
  folder: string,
): Promise<readonly (ArchiveName & { bytes: number })[]> {
  const names = (await readdir(folder)).flatMap((name) => parseName(name) ?? []);
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, nameOf(name));
      return {
        ...name,
        bytes: await stat(path).then(
          ({ size }) => size,
          () => 0,
        ),
      };
    }),
  );
}

interface Place {
  readonly folder: string;
  readonly isAlive: (pid: number) => boolean;
}

/** Removes what is over, and what nobody will finish. */
export async function sweep({ folder, isAlive }: Place, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    const writer = writerOf(name);
    const until = parseName(name)?.until;
    const isOver = until !== undefined && until <= now.getTime();
    if (isOver || (writer !== undefined && !isAlive(writer))) {
      await unlink(join(folder, name)).catch(() => undefined);
    }
  }
}
