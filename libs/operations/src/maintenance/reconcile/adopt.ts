import { type LeftBehind, toAppError, type Workspace, type WorkspaceId } from '@devbench/core';

import type { CallOn } from '../../operation.ts';
import { createWorkspace } from '../../workspace/create-workspace.ts';
import type { Outcome } from '../action.ts';

export type AdoptCall = CallOn<
  'none',
  'workspaces' | 'engine' | 'engineUpkeep' | 'policy' | 'ids' | 'clock' | 'servers'
>;

const ALIAS = /^(?!c_)[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/**
 * Their containers have no agent, so the files get a new container and the old ones go. The new one is persistent,
 * so that no failure and no clean-up takes files that nobody was asked about.
 */
export async function adopt(call: AdoptCall, left: LeftBehind): Promise<Outcome> {
  const planned = plan(call, left);
  if (!planned) return 'skipped';
  const reserved = await reserve(call, planned);
  await call.engineUpkeep.giveFiles(await createWorkspace(call, reserved));
  for (const engineId of left.engineIds) await call.engineUpkeep.removeContainer(engineId);
  return 'done';
}

/** Who has that alias already keeps it. */
async function reserve({ workspaces }: AdoptCall, planned: Workspace): Promise<Workspace> {
  try {
    await workspaces.reserve(planned);
    return planned;
  } catch (thrown) {
    if (toAppError(thrown).code !== 'alias_taken') throw thrown;
    const renamed = { ...planned, alias: ownAlias(planned.id) };
    await workspaces.reserve(renamed);
    return renamed;
  }
}

const ownAlias = (id: WorkspaceId) => `adopted-${id.slice(-8)}`;

function plan(call: AdoptCall, { volume, image, alias, owner }: LeftBehind): Workspace | undefined {
  if (volume === undefined) return undefined;
  const { network, profile, limits, ...allowed } = call.policy.planSpawn(call.caller.principal, {
    image,
    ...{ network: undefined, profile: undefined, ttlS: undefined },
    ...{ memoryMb: undefined, cpus: undefined, pids: undefined },
  });
  const id = call.ids.next('c') as WorkspaceId;
  const now = call.clock.now();
  return {
    ...{ id, volume, network, profile, limits, image: allowed.image },
    owner: owner ?? call.caller.principal.id,
    // With an alias its volume is kept, whatever happens to the container.
    alias: alias !== undefined && ALIAS.test(alias) ? alias : ownAlias(id),
    sessionId: undefined,
    digest: undefined,
    engineId: '',
    status: 'creating',
    persistent: true,
    enforced: undefined,
    env: {},
    createdAt: now,
    lastUsedAt: now,
    expiresAt: undefined,
    server: call.servers.self,
    keepVolume: true,
  };
}
