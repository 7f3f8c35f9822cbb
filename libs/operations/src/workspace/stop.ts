import { assertRunning } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { statusSchema } from './workspace-fields.ts';

const GRACE_MS = 5000;

export const stop = declare({
  name: 'stop',
  toolset: 'more',
  target: 'workspace',
  summary: 'Stop a container and what runs in it. Its files stay; start continues.',
  effect: 'write',
  idempotent: true,
  input: {},
  output: { container_id: z.string(), status: statusSchema },
  render: ({ container_id, status }) => `${container_id} ${status}`,
  async run(call: CallOn<'workspace', 'workspaces' | 'engine' | 'jobs'>) {
    const { workspace, workspaces, engine, jobs } = call;
    const reply = { container_id: workspace.id, status: 'stopped' as const };
    if (workspace.status === 'stopped') return reply;
    assertRunning(workspace);
    await workspaces.update(workspace.id, { status: 'stopped' });
    await jobs.endAll(workspace, GRACE_MS);
    await engine.stop(workspace, GRACE_MS);
    await jobs.abandonAll(workspace);
    return reply;
  },
});
