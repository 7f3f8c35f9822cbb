import type { SpawnRequest, Workspace } from '@devbench/core';

import { type CallOn, declare } from '../operation.ts';
import { planWorkspace } from '../workspace/plan-workspace.ts';
import { isStillThere, renderSpawned, spawnOutput, toReply } from '../workspace/spawn.ts';
import { aliasInput } from '../workspace/workspace-fields.ts';
import { createFilled } from './create-filled.ts';
import { assertHasFiles, COPY_DEADLINE_MS, copyOptions } from './snapshot-fields.ts';

export const fork = declare({
  name: 'fork',
  toolset: 'more',
  target: 'workspace',
  summary:
    'Make another container like this one, with a copy of its files as of one moment: same image, limits, ' +
    'network and environment. What runs is paused meanwhile and not copied.',
  effect: 'write',
  rate: 'spawns',
  input: { alias: aliasInput.optional().describe('Your name for the new one') },
  output: spawnOutput,
  audit: ({ alias = null }) => ({ alias }),
  render: renderSpawned,
  deadlineMs: () => COPY_DEADLINE_MS,
  stillHolds: isStillThere,
  async run(
    call: CallOn<
      'workspace',
      | 'policy'
      | 'workspaces'
      | 'engine'
      | 'spares'
      | 'copies'
      | 'servers'
      | 'ids'
      | 'clock'
      | 'diskUse'
    >,
    { alias },
  ) {
    const { workspace, copies } = call;
    assertHasFiles(workspace);
    const { persistent, env, expiresAt } = workspace;
    const plan = call.policy.planSpawn(call.caller.principal, requestOf(workspace));
    const planned = await planWorkspace(call, { alias, persistent, env: { ...env } }, plan);
    call.diskUse.assertRoom(planned.owner);
    call.about(planned.id);
    const forked = await createFilled(call, { ...planned, expiresAt }, plan.quota, (into) =>
      copies.clone(workspace, into, copyOptions(call)),
    );
    return toReply(forked, false);
  },
});

const requestOf = ({ image, network, profile, limits }: Workspace): SpawnRequest => ({
  image,
  network,
  profile,
  memoryMb: limits.memoryMb,
  cpus: limits.cpus,
  pids: limits.pids,
  ttlS: undefined,
});
