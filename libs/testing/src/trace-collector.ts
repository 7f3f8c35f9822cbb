import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly kind: number;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly failed: boolean;
}

/** The parts of OTLP that matter, in JSON. */
interface Value {
  readonly stringValue?: string;
  readonly intValue?: number;
}
interface Attributes {
  readonly attributes: readonly { readonly key: string; readonly value: Value }[];
}
interface OtlpSpan extends Attributes {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
}
interface Body {
  readonly resourceSpans: readonly {
    readonly resource: Attributes;
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

const ERROR = 2;

/** A collector of OpenTelemetry that takes OTLP over HTTP, in JSON, on a free port. */
export async function startTraceCollector() {
  const bodies: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url === '/v1/traces') bodies.push(body);
      headers.push(request.headers);
      response.setHeader('Content-Type', 'application/json').end('{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const received = () => bodies.flatMap((body) => (JSON.parse(body) as Body).resourceSpans);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headers,
    /** All that came, as it came. */
    text: () => bodies.join('\n'),
    resources: () => received().map(({ resource }) => factsOf(resource)),
    spans: (): ReceivedSpan[] =>
      received().flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) => spans.map(toReceived)),
      ),
    async close() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

export type TraceCollector = Awaited<ReturnType<typeof startTraceCollector>>;

const toReceived = ({ parentSpanId, status, ...span }: OtlpSpan): ReceivedSpan => ({
  name: span.name,
  traceId: span.traceId,
  spanId: span.spanId,
  parentSpanId: parentSpanId === '' ? undefined : parentSpanId,
  kind: span.kind,
  facts: factsOf(span),
  failed: status.code === ERROR,
});

const factsOf = ({ attributes }: Attributes) =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? '']),
  );
