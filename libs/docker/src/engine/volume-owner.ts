import type { Connection } from './connection.ts';
import { SCRATCH_PATH, withScratchContainer } from './scratch-container.ts';
import { tarOf } from './tar-entry.ts';

const FOLDER = { mode: 0o755 };

/**
 * Gives the root of a volume to the user, through a created container that mounts it at `path`.
 * The engine skips an archive entry `.`, but not `/`, which it takes for the same folder.
 */
export async function giveVolume(
  { docker, call }: Connection,
  { container, path, user }: { container: string; path: string; user: number },
): Promise<void> {
  const archive = await tarOf({ ...FOLDER, name: '/', uid: user, gid: user });
  await call(() => docker.getContainer(container).putArchive(archive, { path }));
}

/** The same for engines that skip the entry `/` too: from the folder above, in a scratch container. */
export async function giveVolumeFromAbove(
  connection: Connection,
  { image, volume, user }: { image: string; volume: string; user: number },
): Promise<void> {
  await withScratchContainer(connection, { image, volume }, async (scratch) => {
    const name = `${SCRATCH_PATH.slice(1)}/`;
    const archive = await tarOf({ ...FOLDER, name, uid: user, gid: user });
    await connection.call(() => scratch.putArchive(archive, { path: '/' }));
  });
}
