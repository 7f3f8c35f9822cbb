import { type Signal, SIGNALS } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';

const names = Object.keys(SIGNALS) as [Signal, ...Signal[]];

export const execSignal = declare({
  name: 'exec_signal',
  toolset: 'more',
  target: 'exec',
  summary: "Send a signal to a running command's process group. To end a command, use exec_cancel.",
  effect: 'execute',
  input: { signal: z.enum(names) },
  output: { exec_id: z.string(), delivered: z.boolean() },
  audit: ({ signal }) => ({ signal }),
  render: ({ exec_id, delivered }) => `${exec_id}: ${delivered ? 'delivered' : 'had ended'}`,
  async run(call: CallOn<'exec', 'jobs'>, { signal }) {
    const delivered = await call.jobs.signal(call.exec, signal);
    return { exec_id: call.exec.id, delivered };
  },
});
