import { assertRunning } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { statusSchema } from './workspace-fields.ts';

const GRACE_MS = 5000;

export const stop = declare({
  name: 'stop',
  toolset: 'more',
  target: 'workspace',
  wakes: false,
  summary: 'Stop a container and what runs in it. Its files stay; start continues.',
  effect: 'write',
  idempotent: true,
  input: {},
  output: { container_id: z.string(), status: statusSchema },
  render: ({ container_id, status }) => `${container_id} ${status}`,
  async run(call: CallOn<'workspace', 'power' | 'workspaces'>) {
    const { workspace, workspaces, power } = call;
    const reply = { container_id: workspace.id, status: 'stopped' as const };
    if (workspace.status === 'stopped') {
      // From now on it is the caller who wants it so.
      await workspaces.update(workspace.id, { stoppedFor: undefined });
      return reply;
    }
    assertRunning(workspace);
    await power.stop(workspace, GRACE_MS);
    return reply;
  },
});
