import { type Kind, NOBODY, type Ports, type Workspace, type WorkspaceId } from '@devbench/core';

import type { OperationsConfig } from '../config.ts';

/** What the settings want in the pool. Throws what the policy does. */
export function planKinds(
  { policy }: Pick<Ports, 'policy'>,
  { size, kinds }: OperationsConfig['warmPool'],
): readonly Kind[] {
  if (size === 0) return [];
  const nobody = { id: NOBODY, scopes: [] };
  const open = { network: undefined, memoryMb: undefined, cpus: undefined, pids: undefined };
  return kinds.map(({ image, profile }) =>
    policy.planSpawn(nobody, { ...open, image, profile, ttlS: undefined }),
  );
}

/** The row of one that is about to be made for the pool. */
export function planMember(
  { ids, clock, servers }: Pick<Ports, 'ids' | 'clock' | 'servers'>,
  { image, network, profile, limits }: Kind,
): Workspace {
  const id = ids.next('c') as WorkspaceId;
  const now = clock.now();
  return {
    id,
    owner: NOBODY,
    alias: undefined,
    sessionId: undefined,
    image,
    digest: undefined,
    engineId: '',
    volume: `devbench-${id}`,
    status: 'creating',
    persistent: false,
    network,
    profile,
    limits,
    enforced: undefined,
    env: {},
    createdAt: now,
    lastUsedAt: now,
    expiresAt: undefined,
    server: servers.self,
  };
}
