import { AppError } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { rootsOf, statusSchema } from './workspace-fields.ts';

export const attach = declare({
  name: 'attach',
  toolset: 'workspace',
  target: 'none',
  summary: 'Find one of your containers by id or alias and note that this client works in it.',
  effect: 'write',
  idempotent: true,
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
  async run(call: CallOn<'none', 'workspaces' | 'attachments' | 'clock'>, input) {
    const { caller, workspaces, attachments, clock } = call;
    const workspace = await workspaces.find(caller.principal.id, input.target);
    if (!workspace || workspace.status === 'removing') {
      throw new AppError('container_not_found', `There is no container ${input.target}.`);
    }
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
      status: workspace.status,
      roots: rootsOf(workspace),
    };
  },
});
