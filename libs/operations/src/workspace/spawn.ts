import { WORKSPACE_PATH, type Workspace } from '@devbench/core';
import { z } from 'zod';

import { type BeginCall, beginCommand, judgeCommand } from '../exec/begin-command.ts';
import { withDefaults } from '../exec/run-to-end.ts';
import { type CallOn, declare } from '../operation.ts';
import type { Services } from '../services.ts';
import { applyDevcontainer } from './devcontainer.ts';
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
type SpawnCall = ObtainCall & Omit<BeginCall, 'workspace'>;

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
    'Make a computer: a Linux container with files in /workspace, no network unless asked for. ' +
    'Its container_id is for all other tools; kill it when done.',
  effect: 'write',
  rate: 'spawns',
  input: spawnInput,
  output: { ...spawnOutput, exec_id: z.string().optional() },
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
  render: ({ exec_id, ...made }) =>
    [renderSpawned(made), exec_id && `${exec_id} runs its postCreateCommand`]
      .filter(Boolean)
      .join('\n'),
  deadlineMs: () => SPAWN_DEADLINE_MS,
  stillHolds: isStillThere,
  judge(call: CallOn<'none', 'policy'>, given) {
    const { policy, caller } = call;
    const { input, postCreate } = applyDevcontainer(given);
    policy.planSpawn(caller.principal, requestOf(input));
    if (postCreate !== undefined) judgeCommand(call, afterwards(postCreate));
  },
  async run(call: SpawnCall, given) {
    const { input, postCreate } = applyDevcontainer(given);
    if (postCreate !== undefined) judgeCommand(call, afterwards(postCreate));
    const { workspace, warm, reused } = await obtainWorkspace(call, input);
    const reply = toReply(workspace, warm);
    if (postCreate === undefined || reused) return reply;
    const { exec } = await beginCommand({ ...call, workspace }, afterwards(postCreate));
    return { ...reply, exec_id: exec.id };
  },
});

const afterwards = (script: string) => withDefaults({ script });

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
