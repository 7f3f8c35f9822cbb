import { toAppError } from '@devbench/core';

import type { Services } from '../services.ts';
import { removeSnapshot } from './remove-snapshot.ts';
import { settleLeft } from './settle-left.ts';

const NEVER = new AbortController().signal;

/**
 * Undoes what dead servers were copying, finishes what they were removing, and lets go on what they paused; also what
 * this server has given up. Answers whether nothing is left of it.
 */
export async function finishInterruptedCopies(
  services: Services,
  stopping: AbortSignal,
): Promise<boolean> {
  const { snapshots, spares, servers, workspaces, copies, clock } = services;
  const alive = await servers.alive(clock.now());
  const done: boolean[] = [];
  for (const snapshot of await snapshots.list({ status: ['creating', 'removing'] })) {
    if (stopping.aborted) return false;
    const { server, status } = snapshot;
    if (alive.has(server) && !(status === 'removing' && server === servers.self)) continue;
    done.push(await works(removeSnapshot(services, snapshot)));
  }
  for (const { workspaceId, server } of await spares.list()) {
    if (stopping.aborted) return false;
    // A workspace that could not be removed yet keeps its half-filled volume until the next time.
    const status = (await workspaces.get(workspaceId))?.status;
    if (alive.has(server) || status === 'creating' || status === 'removing') continue;
    done.push(await works(settleLeft(services, workspaceId, NEVER)));
  }
  // What still copies now is another server's.
  done.push(await works(copies.thaw()));
  return !done.includes(false);
}

/** Somebody else may do it at the same time. */
async function works(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (thrown) {
    return toAppError(thrown).code === 'restore_running';
  }
}
