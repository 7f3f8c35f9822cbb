import { AppError, type Workspace } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { type ObtainCall, obtainWorkspace } from './obtain-workspace.ts';
import { SPAWN_DEADLINE_MS } from './spawn-deadline.ts';
import { spawnInput } from './spawn-input.ts';
import { rootsOf, statusOf, statusSchema } from './workspace-fields.ts';

/** What the target is called when any will do; made on the spot when none waits. */
const WARM_POOL = 'warm-pool';

type AttachCall = ObtainCall & CallOn<'none', 'attachments' | 'config'>;

export const attach = declare({
  name: 'attach',
  toolset: 'workspace',
  target: 'none',
  summary: 'Find one of your containers by id or alias and note that this client works in it.',
  effect: 'write',
  idempotent: true,
  rate: ({ target }) => (target === WARM_POOL ? 'spawns' : undefined),
  input: {
    target: z.string().min(1).max(128).describe('Id or alias of the container'),
    client_name: z.string().min(1).max(128).optional(),
    session_id: z.string().min(1).max(128).optional(),
  },
  aliases: { container_id: 'target' },
  output: {
    container_id: z.string(),
    alias: z.string().nullable(),
    status: statusSchema,
    roots: z.array(z.string()),
  },
  audit: ({ target, client_name = null, session_id = null }) => ({
    target,
    client_name,
    session_id,
  }),
  render: ({ container_id, alias, status }) =>
    `${container_id}${alias === null ? '' : ` (${alias})`} ${status}`,
  deadlineMs: () => SPAWN_DEADLINE_MS,
  async run(call: AttachCall, input) {
    const { workspaces, attachments, clock, caller } = call;
    const workspace = await targetOf(call, input.target);
    call.about(workspace.id);
    const now = clock.now();
    workspaces.touch(workspace.id, now);
    await attachments.attach({
      workspaceId: workspace.id,
      clientName: input.client_name ?? caller.client,
      sessionId: input.session_id ?? caller.session,
      attachedAt: now,
    });
    return {
      container_id: workspace.id,
      alias: workspace.alias ?? null,
      status: statusOf(workspace),
      roots: rootsOf(workspace),
    };
  },
});

/** An alias of the caller wins over the pool. */
async function targetOf(call: AttachCall, target: string): Promise<Workspace> {
  const workspace = await call.workspaces.find(call.caller.principal.id, target);
  if (workspace && workspace.status !== 'removing') return workspace;
  if (target !== WARM_POOL) {
    throw new AppError('container_not_found', `There is no container ${target}.`);
  }
  const kind = call.config.warmPool.kinds[0];
  const input = z.object(spawnInput).parse({ ...kind });
  return (await obtainWorkspace(call, input)).workspace;
}
