import type { CallObserver } from '@devbench/core';

import type { MetricsRegistry } from './create-registry.ts';

const MAKES_CONTAINER = new Set(['spawn', 'create_container', 'fork']);
const STARTS_COMMAND = new Set(['exec_start', 'exec_run']);

/** Counts calls and commands. Labels come from closed lists, never from what a caller says. */
export function callMetrics({ counter, seconds, bytes }: MetricsRegistry): CallObserver {
  const calls = seconds('call_duration_seconds', 'Time of a call', ['action', 'outcome']);
  const errors = counter('errors_total', 'Calls that failed, by the code of the error', ['code']);
  const spawns = counter('container_spawns_total', 'Containers asked for', ['outcome']);
  const execs = counter(
    'exec_total',
    'Commands: started or failed (to start), and how they ended: exited, timeout, cancelled, killed, lost',
    ['status'],
  );
  const runs = seconds('exec_duration_seconds', 'Time of a command, by how it ended', ['status']);
  const output = bytes('output_bytes', 'Output of a command, stdout and stderr together');
  const files = counter('fs_operations_total', 'Operations on files', ['op_type', 'outcome']);
  const pool = counter(
    'warm_pool_events_total',
    'What happened in the warm pool; hit and miss are spawns that it could serve',
    ['event'],
  );

  return {
    called({ action, outcome, code, durationMs }) {
      if (code) errors.inc({ code });
      // A name that does not exist is the caller's invention.
      if (code === 'operation_not_found') return;
      calls.observe({ action, outcome }, durationMs / 1000);
      if (MAKES_CONTAINER.has(action)) spawns.inc({ outcome });
      if (STARTS_COMMAND.has(action)) execs.inc({ status: code ? 'failed' : 'started' });
      if (action.startsWith('fs_')) files.inc({ op_type: action.slice(3), outcome });
    },
    ended({ reason: status, usage }) {
      execs.inc({ status });
      if (!usage) return;
      runs.observe({ status }, usage.wallMs / 1000);
      output.observe(usage.stdoutBytes + usage.stderrBytes);
    },
    pooled: ({ event }) => pool.inc({ event }),
  };
}
