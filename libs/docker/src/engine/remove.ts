import { setTimeout as sleep } from 'node:timers/promises';
import type { Workspace } from '@devbench/core';
import type { Connection } from './connection.ts';
import { isConflict, isMissing } from './errors.ts';
import { containerOf, MANAGED } from './labels.ts';

const TRIES = 50;
const BETWEEN_MS = 100;

/** Kills and removes the container; fine when it is gone. A foreign container of that name is left alone. */
export async function removeContainer(connection: Connection, workspace: Workspace) {
  const ref = containerOf(workspace);
  if (workspace.engineId === '' && !(await isOurs(connection, workspace))) return;
  await removeContainerById(connection, ref);
}

/** Removes a container by id or name; fine when it is gone. Named volumes stay. */
export async function removeContainerById({ docker, call }: Connection, ref: string) {
  await untilGone(() => call(() => docker.getContainer(ref).remove({ force: true, v: true })));
}

/** Removes a named volume; fine when it is gone. */
export async function removeVolume({ docker, call }: Connection, name: string): Promise<void> {
  await untilGone(() => call(() => docker.getVolume(name).remove({ force: true })));
}

async function isOurs({ docker, call }: Connection, workspace: Workspace): Promise<boolean> {
  const container = docker.getContainer(containerOf(workspace));
  try {
    const { Config } = await call((abortSignal) => container.inspect({ abortSignal }));
    const { Labels } = Config;
    return Labels[MANAGED] === 'true' && Labels['com.mcp.container_id'] === workspace.id;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** A removal that somebody else has begun answers with a conflict until it is done. */
async function untilGone(remove: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await remove();
      return;
    } catch (error) {
      if (isMissing(error)) return;
      if (!isConflict(error) || tries === TRIES) throw error;
      await sleep(BETWEEN_MS);
    }
  }
}
