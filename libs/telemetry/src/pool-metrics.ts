import type { CallObserver } from '@devbench/core';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Counts what happens in the warm pool: `hit` and `miss` are spawns that it could serve. */
export function createPoolMetrics(registry: Registry): Pick<CallObserver, 'pooled'> {
  const registers = [registry];
  const size = new Gauge({
    name: 'mcp_devbench_warm_pool_size',
    help: 'Containers that wait in the warm pool',
    registers,
  });
  const events = new Counter({
    name: 'mcp_devbench_warm_pool_events_total',
    help: 'What happened in the warm pool',
    labelNames: ['event'],
    registers,
  });
  return {
    pooled(record) {
      if (record.size !== undefined) size.set(record.size);
      if (record.event !== 'counted') events.inc({ event: record.event });
    },
  };
}
