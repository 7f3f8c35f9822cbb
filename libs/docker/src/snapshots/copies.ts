import type { Connection } from '../engine/connection.ts';
import { isConflict, isMissing } from '../engine/errors.ts';
import { COPY, UNTIL } from './labels.ts';

/** The containers that copy from or to a volume. */
async function copiesOf({ docker, call }: Connection, volume: string) {
  const filters = { label: [`${COPY}=true`], volume: [volume] };
  return call((abortSignal) => docker.listContainers({ all: true, filters, abortSignal }));
}

/** Whether somebody still works on a copy of the volume. */
export async function isBeingCopied(connection: Connection, volume: string): Promise<boolean> {
  const copies = await copiesOf(connection, volume);
  return copies.some(
    ({ State, Labels }) => State !== 'exited' && Number(Labels[UNTIL]) * 1_000 > Date.now(),
  );
}

/** Ends those from or to a volume. */
export async function endCopies(connection: Connection, volume: string): Promise<void> {
  const copies = await copiesOf(connection, volume);
  await Promise.all(copies.map(({ Id }) => endCopy(connection, Id)));
}

/** Kills and removes it; fine when it is gone or somebody else does it. */
export async function endCopy({ docker, call }: Connection, container: string): Promise<void> {
  try {
    await call(() => docker.getContainer(container).remove({ force: true, v: true }));
  } catch (error) {
    if (!isMissing(error) && !isConflict(error)) throw error;
  }
}
