import { assertRunning } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';

const amount = z.number().nullable();

export const containerStats = declare({
  name: 'container_stats',
  toolset: 'more',
  target: 'workspace',
  wakes: false,
  summary:
    'What a container uses now: memory, CPU time, processes. null where the engine cannot tell.',
  effect: 'read',
  input: {},
  output: {
    container_id: z.string(),
    memory_bytes: amount,
    memory_peak_bytes: amount,
    memory_limit_bytes: amount,
    cpu_ms: amount,
    pids: amount,
    pids_limit: amount,
  },
  render: ({ container_id, memory_bytes, cpu_ms, pids }) =>
    `${container_id}: ${String(memory_bytes)} bytes, ${String(cpu_ms)} ms CPU, ${String(pids)} processes`,
  async run(call: CallOn<'workspace', 'engine'>) {
    assertRunning(call.workspace);
    const usage = await call.engine.usage(call.workspace);
    return {
      container_id: call.workspace.id,
      memory_bytes: usage.memoryBytes ?? null,
      memory_peak_bytes: usage.memoryPeakBytes ?? null,
      memory_limit_bytes: usage.memoryLimitBytes ?? null,
      cpu_ms: usage.cpuMs ?? null,
      pids: usage.pids ?? null,
      pids_limit: usage.pidsLimit ?? null,
    };
  },
});
