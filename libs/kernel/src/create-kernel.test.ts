import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import type { Caller, Tracer } from '@devbench/core';
import { createTelemetry } from '@devbench/telemetry';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { createKernel, type Parts } from './create-kernel.ts';
import { loadConfig } from './settings/load-config.ts';
import { VERSION } from './version.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kernel-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const caller: Caller = {
  principal: { id: 'alice', scopes: ['workspace'] },
  client: 'test',
  session: 's',
  signal: new AbortController().signal,
};

/** All real parts, and an engine that is not there. */
async function setup(env: Record<string, string> = {}, parts: Partial<Parts> = {}) {
  const { kernel: config } = await loadConfig(
    {
      MCP_STATE_DB: join(folder, 'deep', 'state.db'),
      DOCKER_HOST: `unix://${join(folder, 'no.sock')}`,
      ...env,
    },
    { home: folder, host: 'laptop', pid: process.pid, isAlive: () => true },
  );
  const log = new PassThrough();
  const telemetry = createTelemetry(config.telemetry, log);
  const kernel = createKernel(config, { telemetry, ...parts });
  return { kernel, log };
}

it('starts without an engine and says so', async () => {
  const { kernel } = await setup();
  await kernel.start();

  await expect(kernel.operations.call('health', caller, {})).resolves.toEqual({
    status: 'degraded',
    docker_connected: false,
    database_initialized: true,
    version: VERSION,
  });
  await expect(kernel.operations.call('spawn', caller, {})).rejects.toMatchObject({
    code: 'engine_unavailable',
  });
  await expect(kernel.operations.call('list_containers', caller, {})).resolves.toMatchObject({
    containers: [],
  });
  await kernel.stop();
});

it('logs and counts every call', async () => {
  const { kernel, log } = await setup({ MCP_LOG_LEVEL: 'debug' });
  await kernel.start();

  await kernel.operations.call('health', caller, {});
  await kernel.stop();

  expect(String(log.read())).toContain('"action":"health"');
  expect(await kernel.metrics.text()).toContain(
    'mcp_devbench_call_duration_seconds_count{action="health",outcome="allowed"} 1',
  );
});

it("traces calls and requests with a host's own tracer", async () => {
  const spans: string[] = [];
  const tracer: Tracer = {
    note: () => undefined,
    span({ name }, work) {
      spans.push(name);
      return work();
    },
  };
  const { kernel } = await setup({}, { tracer });
  await kernel.start();
  spans.length = 0;

  await kernel.operations.call('health', caller, {});
  await kernel.stop();

  expect(spans).toEqual(expect.arrayContaining(['health', 'engine']));
});

it('tells probes how it is without a call of anybody', async () => {
  const { kernel, log } = await setup({ MCP_LOG_LEVEL: 'debug' });
  await kernel.start();

  expect(await kernel.health()).toMatchObject({ status: 'degraded', database_initialized: true });
  await kernel.stop();

  expect(String(log.read())).not.toContain('"action"');
});

it('touches nothing before it starts', async () => {
  const { kernel } = await setup();
  expect(() => rmSync(join(folder, 'deep'))).toThrow('ENOENT');
  await kernel.stop();
});

it('answers nothing once it is stopped', async () => {
  const { kernel } = await setup();
  await kernel.start();
  await kernel.stop();

  await expect(kernel.operations.call('health', caller, {})).rejects.toMatchObject({
    code: 'shutting_down',
  });
});

it('says what is wrong with a state that cannot be used', async () => {
  writeFileSync(join(folder, 'file'), '');
  const { kernel } = await setup({ MCP_STATE_DB: join(folder, 'file', 'state.db') });

  await expect(kernel.start()).rejects.toMatchObject({ code: 'state_unavailable' });
  await kernel.stop();
});
