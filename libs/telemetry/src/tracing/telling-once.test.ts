import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';

import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { expect, it, onTestFinished } from 'vitest';

import { telemetryConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { tellingOnce } from './telling-once.ts';

it('says once that nobody takes the spans, and again only after somebody did', async () => {
  let status = 404;
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end('{}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stream = new PassThrough({ encoding: 'utf8' });
  const log = createLog(telemetryConfig.parse({}), stream);
  const exporter = tellingOnce(new OTLPTraceExporter({ url: `http://127.0.0.1:${port}` }), log);
  onTestFinished(async () => {
    await exporter.shutdown();
    server.closeAllConnections();
    server.close();
  });
  const send = (answer: number) => {
    status = answer;
    return new Promise((resolve) => exporter.export([], ({ code }) => resolve(code)));
  };

  let told = '';
  const times = () =>
    (told += (stream.read() as string | null) ?? '').split('cannot be sent').length - 1;
  expect([await send(404), await send(404), times()]).toEqual([1, 1, 1]);
  expect([await send(200), times()]).toEqual([0, 1]);
  expect([await send(404), times()]).toEqual([1, 2]);
  expect(JSON.parse(told.split('\n')[0] ?? '')).toMatchObject({
    level: 'warn',
    message: 'traces cannot be sent',
  });
});
