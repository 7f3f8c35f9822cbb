import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

import { AppError } from '@devbench/core';
import { startTraceCollector } from '@devbench/testing';
import { expect, it, onTestFinished } from 'vitest';

import { telemetryConfig } from '../config.ts';
import { createTelemetry } from '../create-telemetry.ts';

const SECONDS_60 = { timeout: 60_000 };
const CALLER = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

async function setup(url: string) {
  const tracing = { endpoint: `${url}/v1/traces`, version: '1.2.3' };
  const telemetry = createTelemetry(telemetryConfig.parse({ tracing }));
  const { tracer } = telemetry;
  if (!tracer) throw new Error('There is no tracer.');
  await telemetry.start?.();
  return { tracer, stop: async () => telemetry.stop?.() };
}

async function withCollector() {
  const collector = await startTraceCollector();
  onTestFinished(() => collector.close());
  /** On a slow machine they may come a little after the stop. */
  const spans = async (count: number) => {
    await expect.poll(() => collector.spans().length, SECONDS_60).toBe(count);
    return collector.spans();
  };
  return { collector, spans, ...(await setup(collector.url)) };
}

const request = { name: 'engine', kind: 'request' } as const;
const call = { name: 'exec_run', kind: 'call' } as const;

it('costs nothing where nobody wants it', () => {
  expect(createTelemetry(telemetryConfig.parse({}))).not.toHaveProperty('tracer');
});

it(
  'sends a call with its requests in it, below the span of the caller, when it stops',
  SECONDS_60,
  async () => {
    const { tracer, collector, spans, stop } = await withCollector();
    const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
    await tracer.span({ ...call, traceparent }, async () => {
      await tracer.span(request, async () => tracer.note({ n: 1 }, 'GET /info'));
      tracer.note({ 'devbench.outcome': 'allowed' });
    });
    await stop();

    const [inner, outer] = await spans(2);
    const { traceId } = CALLER;
    expect(outer).toMatchObject({ name: 'exec_run', traceId, parentSpanId: CALLER.spanId });
    expect(outer?.facts).toEqual({ 'devbench.outcome': 'allowed' });
    expect(inner).toMatchObject({ name: 'GET /info', traceId, parentSpanId: outer?.spanId });
    expect(inner?.facts).toEqual({ n: 1 });
    expect(collector.resources()).toEqual([
      { 'service.name': 'devbench', 'service.version': '1.2.3' },
    ]);
  },
);

it('keeps calls apart that run at once, and what goes on after one', SECONDS_60, async () => {
  const { tracer, spans, stop } = await withCollector();
  const end = Promise.withResolvers<unknown>();
  let after: Promise<void> | undefined;
  const one = (name: string) =>
    tracer.span({ name, kind: 'call' }, async () => {
      await tracer.span({ name: `${name} asks`, kind: 'request' }, async () => undefined);
      after ??= end.promise.then(() => tracer.span(request, async () => undefined));
    });
  await Promise.all([one('a'), one('b')]);
  end.resolve(undefined);
  await after;
  await stop();

  const all = await spans(5);
  const named = (name: string) => all.find((span) => span.name === name);
  for (const name of ['a', 'b'])
    expect(named(`${name} asks`)?.parentSpanId).toBe(named(name)?.spanId);
  expect(named('engine')?.parentSpanId).toBeUndefined();
  expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(3);
});

it('says how a span failed, but not in words; and shortens what is long', SECONDS_60, async () => {
  const { tracer, collector, spans, stop } = await withCollector();
  const failing = tracer.span(call, async () => {
    tracer.note({ 'devbench.subject': 'x'.repeat(1000) });
    throw new AppError('container_not_found', 'There is no container planted-hunter2.');
  });
  await expect(failing).rejects.toMatchObject({ code: 'container_not_found' });
  await stop();

  const [span] = await spans(1);
  expect(span).toMatchObject({ failed: true, facts: { 'error.type': 'container_not_found' } });
  expect(span?.facts['devbench.subject']).toHaveLength(256);
  expect(collector.text()).not.toContain('hunter2');
});

it('leaves out what the caller does not want traced', SECONDS_60, async () => {
  const { tracer, spans, stop } = await withCollector();
  const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-00`;
  await tracer.span({ ...call, traceparent }, () => tracer.span(request, async () => undefined));
  await tracer.span({ name: 'wanted', kind: 'call' }, async () => undefined);
  await stop();

  expect(await spans(1)).toMatchObject([{ name: 'wanted' }]);
});

it('does not wait at its end for a collector that never answers', SECONDS_60, async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const asked = once(silent, 'connection');
  const { tracer, stop } = await setup(`http://127.0.0.1:${port}`);
  await tracer.span(call, async () => undefined);
  await stop();

  const [socket] = (await asked) as [Socket];
  socket.destroy();
  silent.close();
});
