import { z } from 'zod';

import { AppError } from '@devbench/core';

import { type CallOn, declare } from '../operation.ts';
import { type StartCall, startWorkspace } from './start-workspace.ts';
import { statusSchema } from './workspace-fields.ts';

export const start = declare({
  name: 'start',
  toolset: 'more',
  target: 'workspace',
  wakes: false,
  summary: 'Start a container that was stopped.',
  effect: 'write',
  idempotent: true,
  input: {},
  output: { container_id: z.string(), status: statusSchema },
  render: ({ container_id, status }) => `${container_id} ${status}`,
  async run(call: StartCall & CallOn<'workspace'>) {
    const { workspace } = call;
    const { id, status } = workspace;
    if (status !== 'running' && status !== 'stopped') {
      throw new AppError('container_not_running', `Container ${id} is ${status}.`, {
        hint: 'Spawn a new one.',
      });
    }
    await startWorkspace(call, workspace);
    return { container_id: id, status: 'running' as const };
  },
});
