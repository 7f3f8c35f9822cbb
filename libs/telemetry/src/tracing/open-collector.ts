import type { Tracer } from '@devbench/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

import type { TelemetryConfig } from '../config.ts';
import type { Log } from '../log.ts';
import { tellingOnce } from './telling-once.ts';
import { toTracer } from './to-tracer.ts';

const SEND_EACH_MS = 1_000;
const SEND_TIMEOUT_MS = 5_000;
const LONGEST_VALUE = 256;

/**
 * Sends spans in batches; those that find no room, because nobody takes them, are dropped. It registers nothing
 * for the process, which is the host's.
 */
export function openCollector(
  { endpoint, version }: NonNullable<TelemetryConfig['tracing']>,
  log: Log,
): { readonly tracer: Tracer; readonly close: () => Promise<void> } {
  const exporter = new OTLPTraceExporter({ url: endpoint, timeoutMillis: SEND_TIMEOUT_MS });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'devbench', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: tellingOnce(exporter, log),
        scheduledDelayMillis: SEND_EACH_MS,
        exportTimeoutMillis: SEND_TIMEOUT_MS,
      }),
    ],
  });
  return {
    tracer: toTracer(provider.getTracer('devbench', version)),
    close: () => provider.shutdown(),
  };
}
