import { setTimeout as sleep } from 'node:timers/promises';

import type { Part, Tracer } from '@devbench/core';

import type { TelemetryConfig } from '../config.ts';
import type { Log } from '../log.ts';

/** A client that ends the server waits for it not much longer than a second. */
const FLUSH_MS = 500;

/** Traces that go to a collector. What that takes is loaded at the start, and only here. */
export function createTracing(
  config: NonNullable<TelemetryConfig['tracing']>,
  log: Log,
): Required<Part> & { readonly tracer: Tracer } {
  let open: { readonly tracer: Tracer; readonly close: () => Promise<void> } | undefined;
  return {
    tracer: {
      span: (start, work) => (open ? open.tracer.span(start, work) : work()),
      note: (facts, name) => open?.tracer.note(facts, name),
    },
    async start() {
      const { openCollector } = await import('./open-collector.ts');
      open = openCollector(config, log);
    },
    async stop() {
      const closed = open?.close().catch(() => undefined);
      await Promise.race([closed, sleep(FLUSH_MS, undefined, { ref: false })]);
    },
  };
}
