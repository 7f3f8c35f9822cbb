import { AsyncLocalStorage } from 'node:async_hooks';

import { toAppError, type Tracer } from '@devbench/core';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';

interface Running {
  readonly span: Span;
  over: boolean;
}

const KIND = { call: SpanKind.SERVER, request: SpanKind.CLIENT };

/** Our tracer on one of OpenTelemetry, without what that needs to be registered for the process. */
export function toTracer(otel: OtelTracer): Tracer {
  const around = new AsyncLocalStorage<Running>();

  /** What goes on after its call has ended is a trace of its own. */
  const contextOf = (traceparent: string | undefined): Context => {
    if (traceparent !== undefined) return remote(traceparent);
    const running = around.getStore();
    return running && !running.over ? trace.setSpan(ROOT_CONTEXT, running.span) : ROOT_CONTEXT;
  };

  return {
    async span({ name, kind, traceparent }, work) {
      const span = otel.startSpan(name, { kind: KIND[kind] }, contextOf(traceparent));
      const running = { span, over: false };
      try {
        return await around.run(running, work);
      } catch (thrown) {
        // The message may have what the caller sent.
        span.setAttribute('error.type', toAppError(thrown).code);
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw thrown;
      } finally {
        running.over = true;
        span.end();
      }
    },
    note(facts, name) {
      const running = around.getStore();
      if (!running || running.over) return;
      running.span.setAttributes(facts);
      if (name !== undefined) running.span.updateName(name);
    },
  };
}

function remote(traceparent: string): Context {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
