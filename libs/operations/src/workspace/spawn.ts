import { WORKSPACE_PATH, type Workspace } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare, type Services } from '../operation.ts';
import { type ObtainCall, obtainWorkspace } from './obtain-workspace.ts';
import { requestOf } from './plan-workspace.ts';
import { SPAWN_DEADLINE_MS } from './spawn-deadline.ts';
import { spawnInput } from './spawn-input.ts';
import {
  limitsSchema,
  rootsOf,
  statusOf,
  statusSchema,
  toLimits,
  unenforced,
} from './workspace-fields.ts';

export const spawnOutput = {
  container_id: z.string(),
  alias: z.string().nullable(),
  status: statusSchema,
  image: z.string(),
  digest: z.string().nullable(),
  workspace_path: z.string(),
  roots: z.array(z.string()),
  warm: z.boolean(),
  expires_at: z.string().nullable(),
  limits: limitsSchema,
};

type Spawned = z.output<z.ZodObject<typeof spawnOutput>>;

export function renderSpawned({ container_id, alias, status, image, limits }: Spawned): string {
  const open = unenforced(limits);
  const warning = open.length > 0 ? `; not enforced here: ${open.join(', ')}` : '';
  return `${container_id}${alias === null ? '' : ` (${alias})`} ${status}: ${image}${warning}`;
}

/** Whether a container that was made still means something to who asks for it again. */
export async function isStillThere(
  { workspaces }: Pick<Services, 'workspaces'>,
  owner: string,
  { container_id }: Pick<Spawned, 'container_id'>,
): Promise<boolean> {
  const found = await workspaces.find(owner, container_id);
  return found !== undefined && found.status !== 'removing' && found.status !== 'failed';
}

export const spawn = declare({
  name: 'spawn',
  toolset: 'workspace',
  target: 'none',
  summary:
    'Make a computer: a Linux container with files in /workspace, without network unless asked for. ' +
    'Its container_id is for all other tools; kill it when you are done.',
  effect: 'write',
  rate: 'spawns',
  input: spawnInput,
  output: spawnOutput,
  audit: ({
    image = null,
    alias = null,
    persistent,
    network = null,
    profile = null,
    env,
    ...rest
  }) => ({
    image,
    alias,
    persistent,
    network,
    profile,
    env: Object.keys(env ?? {}),
    from_snapshot: rest.from_snapshot ?? null,
  }),
  render: renderSpawned,
  deadlineMs: () => SPAWN_DEADLINE_MS,
  stillHolds: isStillThere,
  judge({ policy, caller }: CallOn<'none', 'policy'>, input) {
    policy.planSpawn(caller.principal, requestOf(input));
  },
  async run(call: ObtainCall, input) {
    const { workspace, warm } = await obtainWorkspace(call, input);
    return toReply(workspace, warm);
  },
});

export const toReply = (workspace: Workspace, warm: boolean) => ({
  container_id: workspace.id,
  alias: workspace.alias ?? null,
  status: statusOf(workspace),
  image: workspace.image,
  digest: workspace.digest ?? null,
  workspace_path: WORKSPACE_PATH,
  roots: rootsOf(workspace),
  warm,
  expires_at: workspace.expiresAt?.toISOString() ?? null,
  limits: toLimits(workspace),
});
