import type { Writable } from 'node:stream';

import type { CallObserver, LogControl, LogLevel, Part, Tracer } from '@devbench/core';

import { createCallLog } from './call-log.ts';
import type { TelemetryConfig } from './config.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics/create-metrics.ts';
import { createTracing } from './tracing/create-tracing.ts';

export interface Telemetry extends Part {
  readonly log: Log;
  readonly logControl: LogControl;
  readonly observer: CallObserver;
  readonly metrics: Omit<Metrics, 'calls'>;
  /** Only where the settings want traces. */
  readonly tracer?: Tracer;
}

/** Log, metrics and, if wanted, traces of one server. The log goes to `stream`, to stderr when there is none. */
export function createTelemetry(config: TelemetryConfig, stream?: Writable): Telemetry {
  const logger = createLog(config, stream);
  const metrics = createMetrics();
  const observers: readonly CallObserver[] = [createCallLog(logger), metrics.calls];
  return {
    log: logger,
    logControl: {
      get level() {
        return logger.level as LogLevel;
      },
      set level(level) {
        logger.level = level;
      },
    },
    metrics,
    ...(config.tracing && createTracing(config.tracing, logger)),
    observer: {
      called: (record) => observers.forEach((one) => one.called(record)),
      pooled: (record) => observers.forEach((one) => one.pooled(record)),
      ended: (end) => observers.forEach((one) => one.ended(end)),
    },
  };
}
