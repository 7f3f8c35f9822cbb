import type { Snapshot, SpareVolume } from '@devbench/core';

import type { Services } from '../operation.ts';
import { removeSnapshot } from './remove-snapshot.ts';
import { settleVolumes } from './settle-volumes.ts';

const NEVER = new AbortController().signal;

interface Interrupted {
  readonly snapshots: readonly Snapshot[];
  readonly spares: readonly SpareVolume[];
}

/** The copies that dead servers began. To be asked before this server takes calls. */
export async function findInterruptedCopies(services: Services): Promise<Interrupted> {
  const { snapshots, spares, servers, clock } = services;
  const alive = await servers.alive(clock.now());
  const isLeft = ({ server }: { readonly server: string }) =>
    server === servers.self || !alive.has(server);
  return {
    snapshots: (await snapshots.list({ status: ['creating', 'removing'] })).filter(isLeft),
    spares: (await spares.list()).filter(isLeft),
  };
}

/** Undoes what was being copied, finishes what was being removed, and lets go on what was paused. */
export async function finishInterruptedCopies(
  services: Services,
  interrupted: Interrupted,
  stopping: AbortSignal,
): Promise<void> {
  for (const snapshot of interrupted.snapshots) {
    if (stopping.aborted) return;
    await removeSnapshot(services, snapshot).catch(() => undefined);
  }
  for (const { workspaceId } of interrupted.spares) {
    if (stopping.aborted) return;
    // A workspace that could not be removed keeps its half-filled volume until a later start.
    const status = (await services.workspaces.get(workspaceId))?.status;
    if (status === 'creating' || status === 'removing') continue;
    await settleVolumes(services, workspaceId, NEVER).catch(() => undefined);
  }
  // What still copies now is another server's.
  await services.copies.thaw().catch(() => undefined);
}
