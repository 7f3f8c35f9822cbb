import type { CallObserver, CallRecord } from '@devbench/core';
import { Counter, Histogram, Registry } from 'prom-client';

import { createPoolMetrics } from './pool-metrics.ts';

const SECONDS = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600];
const STARTS_COMMAND = new Set(['exec_start', 'exec_run']);

export interface Metrics extends CallObserver {
  /** In the text format of Prometheus. */
  text(): Promise<string>;
}

/** Counts calls. Labels come from closed lists, never from what a caller says. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `mcp_devbench_${name}`, help, labelNames, registers });
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({
      name: `mcp_devbench_${name}`,
      help,
      labelNames,
      buckets: SECONDS,
      registers,
    });

  const calls = histogram('call_duration_seconds', 'Time of a call', ['action', 'outcome']);
  const errors = counter('errors_total', 'Calls that failed', ['code']);
  const spawns = counter('container_spawns_total', 'Containers asked for', ['outcome']);
  const execs = counter('exec_total', 'Commands asked for', ['status']);
  const runs = histogram('exec_duration_seconds', 'Time of an exec_run', ['outcome']);
  const files = counter('fs_operations_total', 'Operations on files', ['op_type', 'outcome']);

  return {
    ...createPoolMetrics(registry),
    called({ action, outcome, code, durationMs }: CallRecord) {
      const seconds = durationMs / 1000;
      if (code) errors.inc({ code });
      // A name that does not exist is the caller's invention.
      if (code === 'operation_not_found') return;
      calls.observe({ action, outcome }, seconds);
      if (action === 'spawn') spawns.inc({ outcome });
      if (STARTS_COMMAND.has(action)) execs.inc({ status: code ? 'failed' : 'started' });
      if (action === 'exec_run') runs.observe({ outcome }, seconds);
      if (action.startsWith('fs_')) files.inc({ op_type: action.slice(3), outcome });
    },
    text: () => registry.metrics(),
  };
}
