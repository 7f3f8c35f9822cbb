import { isLike, NOBODY, toAppError, type Workspace } from '@devbench/core';

import type { BaseServices } from '../base-services.ts';
import { removeWorkspace } from '../workspace/remove-workspace.ts';
import { SPAWN_DEADLINE_MS } from '../workspace/spawn-deadline.ts';
import { planKinds } from './kinds.ts';

/**
 * Removes what is of no use in the pool: what does not answer, is too old, was left half-made, or is not wanted by
 * these settings when `alone` is said, which means that no other server can want it.
 */
export async function checkPool(
  services: BaseServices,
  { alone }: { alone: boolean },
): Promise<void> {
  const { workspaces } = services;
  const members = await workspaces.list({ owner: NOBODY });
  await Promise.allSettled(
    members.map(async (member) => {
      if (await isOfUse(services, member, alone)) return;
      await discard(services, member);
    }),
  );
}

/** Removes all that waits in the pool. */
export async function emptyPool(services: BaseServices): Promise<void> {
  const members = await services.workspaces.list({ owner: NOBODY });
  await Promise.allSettled(members.map((member) => discard(services, member)));
}

async function isOfUse(
  services: BaseServices,
  member: Workspace,
  alone: boolean,
): Promise<boolean> {
  const { engine, clock, config } = services;
  const { refreshMs } = config.warmPool;
  const age = clock.now().getTime() - member.createdAt.getTime();
  if (member.status !== 'warm') return member.status === 'creating' && age < SPAWN_DEADLINE_MS;
  if (refreshMs > 0 && age > refreshMs) return false;
  const wanted = planKinds(services, config.warmPool).some((kind) => isLike(kind, member));
  if (!wanted) return !alone;
  try {
    await engine.ping(member);
    return true;
  } catch (thrown) {
    // Of a silent engine nothing is known.
    return toAppError(thrown).code === 'engine_unavailable';
  }
}

/** Between the look and this it may have been claimed: then it is somebody's, and stays. */
async function discard(services: BaseServices, member: Workspace): Promise<void> {
  if (member.status === 'warm' && !(await services.workspaces.retireWarm(member.id))) return;
  await removeWorkspace(services, member, { graceMs: 0, keepVolume: false });
  services.observer.pooled({ event: 'removed' });
}
