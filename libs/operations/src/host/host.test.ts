import type { Caller } from '@devbench/core';
import { aCaller, aHostContainer, aWorkspace, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';
import type { z } from 'zod';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup(config: z.input<typeof operationsConfig> = {}) {
  const ports = testPorts();
  const workspace = (owner: string, alias: string) =>
    aWorkspace({ id: `c_${owner}` as never, owner, alias, engineId: `own-${owner}` });
  await ports.workspaces.reserve(workspace('alice', 'box'));
  await ports.workspaces.reserve(workspace('bob', 'bobs'));
  ports.host.containers = [
    aHostContainer('allowed-db'),
    aHostContainer('secret-db'),
    aHostContainer('own-alice', { managed: true }),
    aHostContainer('own-bob', { managed: true, names: ['allowed-by-name-but-managed'] }),
    aHostContainer('forged', { managed: true }),
  ];
  const { client } = createOperations(ports, operationsConfig.parse(config));
  const call = (name: string, input: object = {}, caller: Partial<Caller> = {}) =>
    client.call(name, aCaller(caller), input);
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

it.each([
  [{ since: 'yesterday' }, 'since: a time, such as 2026-01-31T08:00:00Z'],
  [{ tail: 'many' }, 'tail: a number of lines, or all'],
])('docker_logs says how %j is written', async (input, message) => {
  const { call } = await setup();

  await expect(call('docker_logs', { id: 'allowed-db', ...input })).rejects.toMatchObject({
    code: 'invalid_argument',
    message: expect.stringContaining(message) as string,
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

it.each([
  [{}, {}, 65_536],
  [{}, { max_bytes: 1_048_576 }, 1_048_576],
  [{ maxBytes: 2048 }, {}, 2048],
  [{ maxBytes: 2048 }, { max_bytes: 1024 }, 1024],
  [{ maxBytes: 2048 }, { max_bytes: 4096 }, 2048],
  [{ maxBytes: 10_485_760 }, {}, 1_048_576],
])('with the setting %j a reply to %j has at most %i bytes', async (dockerTools, input, most) => {
  const { ports, call } = await setup({ dockerTools });
  ports.host.chunks = [{ stream: 'stdout', data: Buffer.alloc(2_000_000, 'x') }];
  const { logs } = (await call('docker_logs', { id: 'allowed-db', ...input })) as { logs: string };
  expect(logs.replace(/\n\[.*\]\n/, '')).toHaveLength(most);
});

it.each([
  [{}, {}, 4096],
  [{ chunkBytes: 100 }, {}, 100],
  [{ chunkBytes: 100 }, { chunkBytes: 7 }, 7],
])('with the setting %j progress of %j has at most %i bytes', async (dockerTools, input, most) => {
  const { ports, call } = await setup({ dockerTools });
  ports.host.chunks = [{ stream: 'stdout', data: Buffer.alloc(10_000, 'x') }];
  const messages: string[] = [];
  const onProgress = ({ message = '' }) => void messages.push(message);
  await call('docker_logs', { id: 'allowed-db', follow: true, ...input }, { onProgress });
  expect(messages.map(({ length }) => length)).toEqual([most]);

  ports.commands.script = () => ({ stdout: ['y'.repeat(10_000)], hangs: true });
  const running = call('docker_exec', { id: 'box', cmd: ['x'], ...input }, { onProgress });
  await settle();
  expect(messages.slice(1).map(({ length }) => length)).toEqual([most]);
  ports.commands.of(ports.commands.started[0] ?? '').exit(0);
  await expect(running).resolves.toMatchObject({ exitCode: 0 });
});

it('takes the timeout of the setting, unless the caller says one', async () => {
  const { ports, call } = await setup({ dockerTools: { timeoutMs: 1500 } });
  await call('docker_exec', { id: 'box', cmd: ['x'] });
  await call('docker_exec', { id: 'box', cmd: ['x'], timeoutMs: 9000 });
  expect(ports.commands.specs.map(({ timeoutMs }) => timeoutMs)).toEqual([2000, 9000]);
});
