import type { HostContainer } from '@devbench/core';
import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const container = (engineId: string, change: Partial<HostContainer> = {}): HostContainer => ({
  engineId,
  names: [engineId],
  image: 'x',
  command: 'sleep',
  createdAt: new Date(0),
  state: 'running',
  status: 'Up',
  ports: [],
  labels: {},
  managed: false,
  ...change,
});

async function setup() {
  const ports = testPorts();
  const workspace = (owner: string, alias: string) =>
    aWorkspace({ id: `c_${owner}` as never, owner, alias, engineId: `own-${owner}` });
  await ports.workspaces.reserve(workspace('alice', 'box'));
  await ports.workspaces.reserve(workspace('bob', 'bobs'));
  ports.host.containers = [
    container('allowed-db'),
    container('secret-db'),
    container('own-alice', { managed: true }),
    container('own-bob', { managed: true, names: ['allowed-by-name-but-managed'] }),
    container('forged', { managed: true }),
  ];
  const { client } = createOperations(ports, operationsConfig.parse({}));
  const call = (name: string, input: object = {}) => client.call(name, aCaller(), input);
  return { ports, call };
}

it('shows own containers and those that the operator named', async () => {
  const { call } = await setup();
  const { containers } = (await call('docker_ps')) as { containers: { id: string }[] };
  expect(containers.map(({ id }) => id)).toEqual(['allowed-db', 'own-alice']);
  expect(await call('docker_ps', { name: 'db' })).toMatchObject({
    containers: [{ id: 'allowed-db' }],
  });
});

it.each(['docker_inspect', 'docker_logs'])('%s knows nothing of others', async (name) => {
  const { call } = await setup();
  for (const id of ['secret-db', 'own-bob', 'bobs', 'forged', 'none', 'allowed-by-name']) {
    await expect(call(name, { id })).rejects.toMatchObject({ code: 'container_not_found' });
  }
});

it('inspects without secrets', async () => {
  const { ports, call } = await setup();
  ports.host.details = {
    Config: {
      Env: ['A=hunter2', 'PATH=/bin'],
      Cmd: ['serve', '--password', 'hunter2'],
      Labels: { url: 'https://me:hunter2@host/' },
    },
    Mounts: [{ Source: '/data' }],
    Pid: 7,
  };
  expect(await call('docker_inspect', { id: 'allowed-db' })).toMatchObject({
    details: {
      Config: {
        Env: ['A=[hidden]', 'PATH=[hidden]'],
        Cmd: ['serve', '--password', '[hidden]'],
        Labels: { url: 'https://[hidden]@host/' },
      },
      Mounts: [{ Source: '/data' }],
      Pid: 7,
    },
  });
});

it('reads logs within its budget, both streams or one', async () => {
  const { ports, call } = await setup();
  const chunk = (stream: 'stdout' | 'stderr', text: string) => ({
    stream,
    data: Buffer.from(text),
  });
  ports.host.chunks = [chunk('stdout', 'out\n'), chunk('stderr', 'err\n')];
  const logs = (input: object) => call('docker_logs', { id: 'allowed-db', ...input });
  expect(await logs({})).toEqual({ logs: 'out\nerr\n', total_bytes: 8, truncated: false });
  expect(await logs({ stream: 'stderr' })).toMatchObject({ logs: 'err\n' });

  ports.host.chunks = Array.from({ length: 100 }, () => chunk('stdout', `${'x'.repeat(99)}\n`));
  const cut = await logs({ max_bytes: 1024 });
  expect(cut).toMatchObject({ total_bytes: 10_000, truncated: true });
  expect((cut as { logs: string }).logs).toContain('8976 of 10000 bytes left out');
});

it('sends who asks for the log of a workspace to its commands', async () => {
  const { call } = await setup();
  await expect(call('docker_logs', { id: 'box' })).rejects.toMatchObject({
    code: 'invalid_argument',
    hint: expect.stringContaining('exec_poll') as unknown,
  });
});
