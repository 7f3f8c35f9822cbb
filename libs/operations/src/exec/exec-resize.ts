import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';

export const execResize = declare({
  name: 'exec_resize',
  toolset: 'more',
  target: 'exec',
  summary: 'Set the terminal size of a command that was started with tty.',
  effect: 'execute',
  idempotent: true,
  input: { rows: z.int().min(1).max(1000), cols: z.int().min(1).max(1000) },
  output: { exec_id: z.string(), rows: z.number(), cols: z.number() },
  audit: ({ rows, cols }) => ({ rows, cols }),
  render: ({ exec_id, rows, cols }) => `${exec_id}: ${rows} rows, ${cols} columns`,
  async run(call: CallOn<'exec', 'jobs'>, size) {
    await call.jobs.resize(call.exec, size);
    return { exec_id: call.exec.id, ...size };
  },
});
