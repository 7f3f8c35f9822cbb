import type { Workspace, WorkspaceFilter, WorkspaceStatus } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { statusOf, statusSchema } from './workspace-fields.ts';

const PAGE = 100;
const UP: readonly WorkspaceStatus[] = ['creating', 'running'];

export const entry = z.strictObject({
  container_id: z.string(),
  alias: z.string().nullable(),
  image: z.string(),
  status: statusSchema,
  persistent: z.boolean(),
  network: z.enum(['none', 'bridge']),
  session_id: z.string().nullable(),
  created_at: z.string(),
  last_used_at: z.string(),
  expires_at: z.string().nullable(),
});

export const listContainers = declare({
  name: 'list_containers',
  toolset: 'workspace',
  alsoIn: ['sandbox'],
  target: 'none',
  summary: 'Your containers; with include_stopped also those that do not run.',
  effect: 'read',
  input: {
    include_stopped: z.boolean().default(false),
    session_id: z.string().min(1).max(128).optional(),
    cursor: z.string().max(128).optional(),
  },
  aliases: { show_all: 'include_stopped' },
  output: { containers: z.array(entry), next_cursor: z.string().nullable() },
  render: ({ containers }) =>
    containers
      .map(({ container_id, alias, status, image }) =>
        [container_id, alias, status, image].filter((word) => word !== null).join(' '),
      )
      .join('\n') || 'none',
  async run(call: CallOn<'none', 'workspaces'>, { include_stopped, session_id, cursor }) {
    const filter: WorkspaceFilter = {
      owner: call.caller.principal.id,
      limit: PAGE + 1,
      ...(!include_stopped && { status: UP }),
      ...(session_id !== undefined && { sessionId: session_id }),
      ...(cursor !== undefined && { after: cursor }),
    };
    const rows = await call.workspaces.list(filter);
    const page = rows.slice(0, PAGE);
    return {
      containers: page.map(toEntry),
      next_cursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    };
  },
});

export const toEntry = (workspace: Workspace): z.input<typeof entry> => ({
  container_id: workspace.id,
  alias: workspace.alias ?? null,
  image: workspace.image,
  status: statusOf(workspace),
  persistent: workspace.persistent,
  network: workspace.network,
  session_id: workspace.sessionId ?? null,
  created_at: workspace.createdAt.toISOString(),
  last_used_at: workspace.lastUsedAt.toISOString(),
  expires_at: workspace.expiresAt?.toISOString() ?? null,
});
