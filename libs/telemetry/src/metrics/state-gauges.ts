import type { Gauges } from '@devbench/core';

import type { MetricsRegistry } from './create-registry.ts';

/** Shows figures as they are now; what is not known is not shown, rather than what it was. */
export function stateGauges({ gauge }: MetricsRegistry): (now: Gauges) => void {
  const up = gauge('up', 'Whether engine and state answer', ['part']);
  const shown = {
    containers: gauge('active_containers', 'Containers that run or are being made'),
    attachments: gauge('active_attachments', 'Sessions that are attached to containers'),
    memoryBytes: gauge('memory_usage_bytes', 'Memory that running containers use'),
    warm: gauge('warm_pool_size', 'Containers that wait in the warm pool'),
    runningExecs: gauge('running_execs', 'Commands that run on this server'),
    queuedExecs: gauge('queued_execs', 'Commands that wait for their turn on this server'),
  };
  return (now) => {
    up.set({ part: 'engine' }, Number(now.engineUp));
    up.set({ part: 'state' }, Number(now.stateUp));
    for (const [name, metric] of Object.entries(shown)) {
      const value = now[name as keyof typeof shown];
      if (value === undefined) metric.remove();
      else metric.set(value);
    }
  };
}
