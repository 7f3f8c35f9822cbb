import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { endFields, endShape, statusLine, statusSchema } from './status.ts';

export const execCancel = declare({
  name: 'exec_cancel',
  toolset: 'workspace',
  target: 'exec',
  summary:
    'End a command and everything it started: TERM, then KILL. Returns when all is gone; what had ' +
    'ended before keeps its result.',
  effect: 'destroy',
  idempotent: true,
  input: {},
  output: { exec_id: z.string(), status: statusSchema, ...endShape },
  render: ({ exec_id, status, exit_code }) => `${exec_id}: ${statusLine(status, exit_code)}`,
  async run(call: CallOn<'exec', 'jobs'>) {
    const end = await call.jobs.cancel(call.exec);
    return { exec_id: call.exec.id, status: end.reason, ...endFields(end) };
  },
});
