import type { EngineObserver, Traffic } from '@devbench/core';

import type { MetricsRegistry } from './create-registry.ts';

export interface EngineMetrics extends EngineObserver {
  /** At each reading: what the engine's part has counted itself. */
  set(traffic: Traffic): void;
}

/** How fast the engine answers, and how much goes to and from workspaces. */
export function engineMetrics({ seconds, counter }: MetricsRegistry): EngineMetrics {
  const requests = seconds(
    'engine_request_duration_seconds',
    'Time until the engine has answered; result is ok or the code of the error',
    ['result'],
  );
  const bytes = counter(
    'workspace_bytes_total',
    'Bytes to and from the agents in workspaces: files, input and output of commands',
    ['direction'],
  );
  return {
    asked: ({ code = 'ok', durationMs }) => requests.observe({ result: code }, durationMs / 1000),
    set({ sent, received }) {
      bytes.reset();
      bytes.inc({ direction: 'in' }, sent);
      bytes.inc({ direction: 'out' }, received);
    },
  };
}
