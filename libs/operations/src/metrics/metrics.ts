import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';

export const metrics = declare({
  name: 'metrics',
  toolset: 'admin',
  target: 'none',
  summary:
    'Counters, times and gauges of this server in the text format of Prometheus, as /metrics.',
  effect: 'read',
  input: {
    prefix: z.string().max(100).optional().describe('Only names that begin with it'),
  },
  output: { metrics: z.string() },
  render: ({ metrics: text }) => text,
  run: async (call: CallOn<'none', 'meter'>, { prefix }) => ({
    metrics: await call.meter.text(prefix),
  }),
});
