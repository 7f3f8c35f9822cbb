import { AppError, type Workspace } from '@devbench/core';
import type { Connection } from '../engine/connection.ts';
import { engineMessage, isMissing } from '../engine/errors.ts';
import { containerOf, MANAGED } from '../engine/labels.ts';
import { isBeingCopied } from './copies.ts';
import { INSTANCE } from './labels.ts';

/** Lets a container go on; fine when it is not paused, or gone. */
export async function thaw({ docker, call }: Connection, container: string): Promise<void> {
  try {
    await call(() => docker.getContainer(container).unpause());
  } catch (error) {
    const said = error instanceof AppError ? engineMessage(error.cause) : '';
    if (!isMissing(error) && !/not paused|not running/.test(said)) throw error;
  }
}

/**
 * Lets a paused workspace go on that nobody copies any more: its server was killed.
 * Rejects with `guest_unavailable` while it is being copied.
 */
export async function thawForgotten(connection: Connection, workspace: Workspace): Promise<void> {
  if (!(await isBeingCopied(connection, workspace.volume))) {
    return thaw(connection, containerOf(workspace));
  }
  throw new AppError('guest_unavailable', `The files of ${workspace.id} are being copied.`, {
    hint: 'Call again in a moment: it is paused for a snapshot.',
  });
}

/** The same for all workspaces of an installation; those that are being copied stay as they are. */
export async function thawAll(
  connection: Connection,
  { instance }: { readonly instance: string },
): Promise<void> {
  const { docker, call } = connection;
  const filters = { label: [`${MANAGED}=true`, `${INSTANCE}=${instance}`], status: ['paused'] };
  const paused = await call((abortSignal) => docker.listContainers({ filters, abortSignal }));
  for (const { Id, Mounts } of paused) {
    const volumes = Mounts.flatMap(({ Name }) => (Name === undefined ? [] : [Name]));
    const copied = await Promise.all(
      volumes.filter((name) => !isGuest(name)).map((name) => isBeingCopied(connection, name)),
    );
    if (!copied.includes(true)) await thaw(connection, Id);
  }
}

/** Every container mounts the agent, copies too. */
const isGuest = (volume: string) => volume.startsWith('devbench-guest-');
