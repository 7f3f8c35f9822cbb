import type { ReceivedSpan } from '@devbench/testing';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, it } from 'vitest';

import { busyServer, TOKENS } from '../testing/busy-server.ts';
import { callTool } from '../testing/modern.ts';
import { connectBy } from '../testing/session.ts';

const MINUTE_MS = 60_000;
const SERVER = 2;
const CLIENT = 3;
const { alice, root, server, traces, box } = busyServer({
  OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=mine',
});

const traceOf = (digit: string) => digit.repeat(32);
const spanOf = (digit: string) => digit.repeat(16);
const parentOf = (digit: string) => `00-${traceOf(digit)}-${spanOf(digit)}-01`;

/** The first span of that name in a trace, when it has come. */
async function arrived(name: string, traceId?: string): Promise<ReceivedSpan> {
  const isIt = (span: ReceivedSpan) =>
    span.name === name && (traceId ?? span.traceId) === span.traceId;
  const find = () => traces().spans().find(isIt);
  await expect.poll(find, { timeout: MINUTE_MS }).toBeDefined();
  const found = find();
  if (!found) throw new Error('Spans do not go away.');
  return found;
}

it('traces a call through engine and agent', { timeout: 2 * MINUTE_MS }, async () => {
  const spawn = await arrived('spawn');
  expect(spawn).toMatchObject({ kind: SERVER, parentSpanId: undefined, failed: false });
  expect(spawn.facts).toMatchObject({
    'devbench.actor': 'alice',
    'devbench.subject': box(),
    'devbench.outcome': 'allowed',
  });
  const create = await arrived('POST /containers/create', spawn.traceId);
  expect(create).toMatchObject({ kind: CLIENT, parentSpanId: spawn.spanId });
  expect(create.facts).toEqual({
    'http.request.method': 'POST',
    'url.template': '/containers/create',
  });
  expect((await arrived('agent stat', spawn.traceId)).parentSpanId).toBe(spawn.spanId);
  expect(traces().headers[0]).toMatchObject({ 'x-collector-key': 'mine' });
  expect(traces().resources()[0]).toMatchObject({ 'service.name': 'devbench' });
});

it('follows the trace of who calls, in the message or the request', async () => {
  const input = { container_id: box(), cmd: ['true'] };
  const params = { name: 'exec_run', arguments: input, _meta: { traceparent: parentOf('a') } };
  await alice().client.callTool(params);
  const headers = { Authorization: `Bearer ${TOKENS.alice}`, traceparent: parentOf('b') };
  const transport = new StreamableHTTPClientTransport(server().url, { requestInit: { headers } });
  await using session = await connectBy(transport);
  await session.data('exec_run', input);
  const modern = { token: TOKENS.alice, headers: { traceparent: parentOf('c') } };
  await callTool(server().url, 'exec_run', input, modern);

  for (const digit of ['a', 'b', 'c']) {
    const call = await arrived('exec_run', traceOf(digit));
    expect(call.parentSpanId).toBe(spanOf(digit));
    const agent = await arrived('agent spawn', traceOf(digit));
    expect(agent).toMatchObject({ kind: CLIENT, parentSpanId: call.spanId });
  }
});

it('has the trace on record and in the log, and the call in the trace', async () => {
  const params = { name: 'fs_read', arguments: { container_id: box(), path: 'not-there' } };
  await alice().client.callTool({ ...params, _meta: { traceparent: parentOf('d') } });

  const { facts, failed } = await arrived('fs_read', traceOf('d'));
  expect(failed).toBe(true);
  expect(facts).toMatchObject({ 'error.type': 'file_not_found', 'devbench.outcome': 'failed' });
  const { entries } = await root().data<{ entries: object[] }>('audit_query', { limit: 10 });
  expect(entries).toContainEqual(
    expect.objectContaining({
      call_id: facts['devbench.call_id'],
      fields: expect.objectContaining({ trace_id: traceOf('d') }) as unknown,
    }),
  );
  const log = () => server().log();
  await expect.poll(log, { timeout: MINUTE_MS }).toContain(`"trace_id":"${traceOf('d')}"`);
});
