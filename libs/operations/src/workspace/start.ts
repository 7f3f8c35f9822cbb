import { z } from 'zod';

import { AppError } from '@devbench/core';

import { type CallOn, declare } from '../operation.ts';
import { settleLeft } from '../snapshot/settle-left.ts';
import { isTakenDown } from '../snapshot/settle-volumes.ts';
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
  async run(
    call: CallOn<
      'workspace',
      'workspaces' | 'engine' | 'spares' | 'copies' | 'power' | 'servers' | 'clock'
    >,
  ) {
    const { workspace, power } = call;
    const { id, status } = workspace;
    if (status !== 'running' && status !== 'stopped') {
      throw new AppError('container_not_running', `Container ${id} is ${status}.`, {
        hint: 'Spawn a new one.',
      });
    }
    if (isTakenDown(workspace)) await settleLeft(call, id, call.signal);
    else await power.start(workspace);
    return { container_id: id, status: 'running' as const };
  },
});
