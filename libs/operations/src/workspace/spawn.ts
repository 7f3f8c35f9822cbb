import { WORKSPACE_PATH, type Workspace } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { createWorkspace } from './create-workspace.ts';
import { findReusable } from './find-reusable.ts';
import { planWorkspace, requestOf } from './plan-workspace.ts';
import { spawnInput } from './spawn-input.ts';
import { limitsSchema, rootsOf, statusSchema, toLimits, unenforced } from './workspace-fields.ts';

/** Pulling an image takes its time. */
export const SPAWN_DEADLINE_MS = 15 * 60 * 1000;

export const spawn = declare({
  name: 'spawn',
  toolset: 'workspace',
  target: 'none',
  summary:
    'Make a computer: a Linux container with files in /workspace, without network unless asked for. ' +
    'Its container_id is for all other tools; kill it when you are done.',
  effect: 'write',
  input: spawnInput,
  output: {
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
  },
  audit: ({ image = null, alias = null, persistent, network = null, profile = null, env }) => ({
    image,
    alias,
    persistent,
    network,
    profile,
    env: Object.keys(env ?? {}),
  }),
  render({ container_id, alias, status, image, limits }) {
    const open = unenforced(limits);
    const warning = open.length > 0 ? `; not enforced here: ${open.join(', ')}` : '';
    return `${container_id}${alias === null ? '' : ` (${alias})`} ${status}: ${image}${warning}`;
  },
  deadlineMs: () => SPAWN_DEADLINE_MS,
  async stillHolds({ workspaces }, owner, { container_id }) {
    const found = await workspaces.find(owner, container_id);
    return found !== undefined && found.status !== 'removing' && found.status !== 'failed';
  },
  async run(
    call: CallOn<'none', 'policy' | 'workspaces' | 'engine' | 'ids' | 'clock' | 'servers'>,
    input,
  ) {
    const plan = call.policy.planSpawn(call.caller.principal, requestOf(input));
    const reused = input.reuse ? await findReusable(call, input, plan) : undefined;
    if (reused) {
      call.about(reused.id);
      return toReply(reused);
    }
    const planned = await planWorkspace(call, input, plan);
    call.about(planned.id);
    await call.workspaces.reserve(planned);
    return toReply(await createWorkspace(call, planned));
  },
});

const toReply = (workspace: Workspace) => ({
  container_id: workspace.id,
  alias: workspace.alias ?? null,
  status: workspace.status,
  image: workspace.image,
  digest: workspace.digest ?? null,
  workspace_path: WORKSPACE_PATH,
  roots: rootsOf(workspace),
  warm: false,
  expires_at: workspace.expiresAt?.toISOString() ?? null,
  limits: toLimits(workspace),
});
