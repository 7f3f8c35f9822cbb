import type { Connection } from '../engine/connection.ts';
import { isConflict, isMissing } from '../engine/errors.ts';
import { removeVolume } from '../engine/remove.ts';
import { endCopies } from './copies.ts';

/** Removes a volume and ends what copies from or to it; fine when it is gone. */
export async function discardVolume(connection: Connection, volume: string): Promise<void> {
  const { docker, call } = connection;
  try {
    await call(() => docker.getVolume(volume).remove({ force: true }));
  } catch (error) {
    if (isMissing(error)) return;
    if (!isConflict(error)) throw error;
    await endCopies(connection, volume);
    await removeVolume(connection, volume);
  }
}
