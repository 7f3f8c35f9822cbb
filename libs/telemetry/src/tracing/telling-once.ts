import type { SpanExporter } from '@opentelemetry/sdk-trace';

import type { Log } from '../log.ts';

/** Says once that nobody takes the spans, and again only after somebody did. */
export function tellingOnce(exporter: SpanExporter, log: Log): SpanExporter {
  let told = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const { error } = result;
        if (error && !told) log.warn('traces cannot be sent', { error: error.message });
        told = error !== undefined;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}
