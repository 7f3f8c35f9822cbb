import type { SpawnPlan, SpawnRequest, Workspace, WorkspaceId } from '@devbench/core';

import type { CallOn } from '../operation.ts';
import { canonicalHash } from '../pipeline/canonical-hash.ts';
import type { SpawnInput } from './spawn-input.ts';

export const requestOf = (input: SpawnInput): SpawnRequest => ({
  image: input.image,
  network: input.network,
  profile: input.profile,
  memoryMb: input.memory_mb,
  cpus: input.cpus,
  pids: input.pids,
  ttlS: input.ttl_s,
  persistent: input.persistent,
});

/** The row of a workspace that is about to be made. */
export async function planWorkspace(
  { ids, clock, caller, servers }: CallOn<'none', 'ids' | 'clock' | 'servers'>,
  input: Pick<SpawnInput, 'alias' | 'persistent' | 'session_id' | 'env'>,
  plan: SpawnPlan,
): Promise<Workspace> {
  const id = ids.next('c') as WorkspaceId;
  const owner = caller.principal.id;
  const now = clock.now();
  return {
    id,
    owner,
    alias: input.alias,
    sessionId: input.session_id ?? caller.session,
    image: plan.image,
    digest: undefined,
    engineId: '',
    volume: await volumeName(owner, id, input),
    status: 'creating',
    persistent: input.persistent,
    network: plan.network,
    profile: plan.profile,
    limits: plan.limits,
    enforced: undefined,
    env: input.env ?? {},
    createdAt: now,
    lastUsedAt: now,
    expiresAt: plan.ttlS === undefined ? undefined : new Date(now.getTime() + plan.ttlS * 1000),
    server: servers.self,
  };
}

/** What is persistent and has an alias is found again by it, after its container was killed. */
export async function volumeName(
  owner: string,
  id: WorkspaceId,
  { persistent, alias }: Pick<SpawnInput, 'persistent' | 'alias'>,
) {
  if (!persistent || alias === undefined) return `devbench-${id}`;
  return `devbench-persistent-${(await canonicalHash([owner, alias])).slice(0, 32)}`;
}
