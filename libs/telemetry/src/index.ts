export { type TelemetryConfig, telemetryConfig } from './config.ts';
export { createTelemetry, type Telemetry } from './create-telemetry.ts';
export type { Log, LogFields } from './log.ts';
export { createMetrics, type MetricDescription } from './metrics/create-metrics.ts';
