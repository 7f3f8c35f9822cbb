import { assertRunning } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../../operation.ts';
import { statusSchema } from '../../workspace/workspace-fields.ts';
import { findAny } from './find-any.ts';

const GRACE_MS = 5000;

export const stopAnyContainer = declare({
  name: 'stop_any_container',
  toolset: 'admin',
  target: 'none',
  summary: 'Stop a container of any owner and what runs in it. Its files stay.',
  effect: 'write',
  idempotent: true,
  input: { container_id: z.string().min(1).max(128).describe('Id, no alias') },
  output: { container_id: z.string(), status: statusSchema },
  audit: ({ container_id }) => ({ container_id }),
  render: ({ container_id, status }) => `${container_id} ${status}`,
  async run(call: CallOn<'none', 'workspaces' | 'power'>, { container_id }) {
    const workspace = await findAny(call, container_id);
    if (workspace.status !== 'stopped') {
      assertRunning(workspace);
      await call.power.stop(workspace, GRACE_MS);
    }
    return { container_id: workspace.id, status: 'stopped' as const };
  },
});
