import type { Services } from '../operation.ts';
import { removeSnapshot } from './remove-snapshot.ts';
import { settleVolumes } from './settle-volumes.ts';

const NEVER = new AbortController().signal;

/** Undoes what dead servers were copying, finishes what they were removing, and lets go on what they paused. */
export async function finishInterruptedCopies(
  services: Services,
  stopping: AbortSignal,
): Promise<void> {
  const { snapshots, spares, servers, workspaces, copies, clock } = services;
  const alive = await servers.alive(clock.now());
  const isLeft = ({ server }: { readonly server: string }) => !alive.has(server);
  for (const snapshot of await snapshots.list({ status: ['creating', 'removing'] })) {
    if (stopping.aborted) return;
    if (isLeft(snapshot)) await removeSnapshot(services, snapshot).catch(() => undefined);
  }
  for (const spare of await spares.list()) {
    if (stopping.aborted) return;
    // A workspace that could not be removed yet keeps its half-filled volume until the next time.
    const status = (await workspaces.get(spare.workspaceId))?.status;
    if (!isLeft(spare) || status === 'creating' || status === 'removing') continue;
    await settleVolumes(services, spare.workspaceId, NEVER).catch(() => undefined);
  }
  // What still copies now is another server's.
  await copies.thaw().catch(() => undefined);
}
