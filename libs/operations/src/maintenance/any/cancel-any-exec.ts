import { z } from 'zod';

import { endFields, endShape, statusLine, statusSchema } from '../../exec/status.ts';
import { type CallOn, declare } from '../../operation.ts';
import { findAnyExec } from './find-any.ts';

export const cancelAnyExec = declare({
  name: 'cancel_any_exec',
  toolset: 'admin',
  target: 'none',
  summary: 'End a command in a container of any owner, and everything it started.',
  effect: 'destroy',
  idempotent: true,
  input: { container_id: z.string().min(1).max(128), exec_id: z.string().min(1).max(64) },
  output: { exec_id: z.string(), status: statusSchema, ...endShape },
  audit: ({ container_id, exec_id }) => ({ container_id, exec_id }),
  render: ({ exec_id, status, exit_code }) => `${exec_id}: ${statusLine(status, exit_code)}`,
  async run(call: CallOn<'none', 'workspaces' | 'execs' | 'jobs'>, input) {
    const exec = await findAnyExec(call, input);
    const end = await call.jobs.cancel(exec);
    return { exec_id: exec.id, status: end.reason, ...endFields(end) };
  },
});
