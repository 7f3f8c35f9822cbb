import { freePort } from '@devbench/testing';
import { expect, it } from 'vitest';

import { engineTap } from './testing/engine-tap.ts';
import { tempFolder } from './testing/folder.ts';
import { startServer } from './testing/server.ts';
import { connect } from './testing/session.ts';

const TOKENS = { MCP_AUTH_MODE: 'bearer', MCP_BEARER_TOKEN: 't' };

it('is ready as long as engine and state answer, and says so to anybody', async () => {
  using folder = tempFolder();
  await using tap = await engineTap(folder.path);
  await using server = await startServer(folder.path, { ...TOKENS, DOCKER_HOST: tap.host });
  const ask = async (path: string) => {
    const response = await fetch(new URL(path, server.url), { headers: { Host: 'by.address' } });
    return { status: response.status, body: await response.json() };
  };

  expect(await ask('/health/ready')).toEqual({
    status: 200,
    body: { status: 'healthy', docker_connected: true, database_initialized: true },
  });
  await tap.cut();

  await expect.poll(async () => (await ask('/health/ready')).status).toBe(503);
  expect(await ask('/health/live')).toEqual({ status: 200, body: { status: 'live' } });
  expect(server.log()).not.toContain('"action":"health"');
});

it('has a port of its own for metrics, and no console where there is to be none', async () => {
  using folder = tempFolder();
  const port = await freePort();
  const own = { MCP_METRICS_PORT: String(port), MCP_CONSOLE_ENABLED: 'false' };
  await using server = await startServer(folder.path, { ...TOKENS, ...own });
  await using session = await connect(server.url, 't');
  await session.data('health');

  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const status = async (url: string) =>
    (await fetch(new URL(url, server.url), { headers: { Authorization: 'Bearer t' } })).status;

  expect(await response.text()).toContain(
    'mcp_devbench_call_duration_seconds_count{action="health"',
  );
  expect(await status('/metrics')).toBe(404);
  expect(await status('/console/')).toBe(404);
  expect(await status(`http://127.0.0.1:${port}/mcp`)).toBe(404);
});
