import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { removeWorkspace } from './remove-workspace.ts';

const GRACE_MS = 5000;

export const kill = declare({
  name: 'kill',
  toolset: 'workspace',
  target: 'workspace',
  wakes: false,
  summary:
    'End a container and everything in it. Its files go, too, unless it is persistent or ' +
    'keep_workspace is true; those of a persistent one go only with keep_workspace=false.',
  effect: 'destroy',
  input: {
    force: z.boolean().default(false).describe('Without a grace for what runs'),
    keep_workspace: z.boolean().optional(),
  },
  output: {
    container_id: z.string(),
    status: z.literal('stopped'),
    workspace_kept: z.boolean(),
  },
  audit: ({ force, keep_workspace = null }) => ({ force, keep_workspace }),
  render: ({ container_id, workspace_kept }) =>
    `${container_id} removed, ${workspace_kept ? 'its files are kept' : 'with its files'}`,
  async run(
    call: CallOn<'workspace', 'workspaces' | 'execs' | 'outputs' | 'engine' | 'jobs'>,
    { force, keep_workspace },
  ) {
    const { workspace } = call;
    const keepVolume = keep_workspace ?? workspace.persistent;
    await removeWorkspace(call, workspace, { graceMs: force ? 0 : GRACE_MS, keepVolume });
    return {
      container_id: workspace.id,
      status: 'stopped' as const,
      workspace_kept: keepVolume,
    };
  },
});
