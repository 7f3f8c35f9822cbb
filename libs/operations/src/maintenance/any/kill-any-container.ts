import { z } from 'zod';

import { type CallOn, declare } from '../../operation.ts';
import { removeWorkspace } from '../../workspace/remove-workspace.ts';
import { findAny } from './find-any.ts';

const GRACE_MS = 5000;

export const killAnyContainer = declare({
  name: 'kill_any_container',
  toolset: 'admin',
  target: 'none',
  summary:
    'End a container of any owner and everything in it. The files of a persistent one stay, ' +
    'unless keep_workspace is false.',
  effect: 'destroy',
  input: {
    container_id: z.string().min(1).max(128).describe('Id, no alias'),
    keep_workspace: z.boolean().optional(),
  },
  output: { container_id: z.string(), workspace_kept: z.boolean() },
  audit: ({ container_id, keep_workspace = null }) => ({ container_id, keep_workspace }),
  render: ({ container_id, workspace_kept }) =>
    `${container_id} removed, ${workspace_kept ? 'its files are kept' : 'with its files'}`,
  async run(
    call: CallOn<'none', 'workspaces' | 'execs' | 'outputs' | 'engine' | 'jobs'>,
    { container_id, keep_workspace },
  ) {
    const workspace = await findAny(call, container_id);
    const keepVolume = keep_workspace ?? workspace.persistent;
    await removeWorkspace(call, workspace, { graceMs: GRACE_MS, keepVolume });
    return { container_id: workspace.id, workspace_kept: keepVolume };
  },
});
