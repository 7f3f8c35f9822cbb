import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';
import type { z } from 'zod';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup(config: z.input<typeof operationsConfig> = {}) {
  const ports = testPorts();
  await ports.workspaces.reserve(aWorkspace());
  const { client } = createOperations(ports, operationsConfig.parse(config));
  const call = (name: string, input: object) =>
    client.call(name, aCaller(), { container_id: 'c_1', ...input });
  return { ports, call, client };
}

it.each([
  [{}, {}, [120, 180]],
  [{ timeoutS: 60 }, {}, [60, 60]],
  [{ timeoutS: 60 }, { timeout: 7 }, [7, 7]],
])('with the setting %j code that says %j has %j seconds', async (sandbox, input, seconds) => {
  const { ports, call } = await setup({ sandbox });
  await call('execute_code', { command: 'x', ...input });
  await call('execute_python_script', { script: 'x', ...input });
  expect(ports.commands.specs.map(({ timeoutMs }) => timeoutMs / 1000)).toEqual(seconds);
});

it('replies with as much output as the setting says', async () => {
  const { ports, call } = await setup({ sandbox: { maxOutputBytes: 1024 } });
  ports.commands.script = () => ({ stdout: ['x'.repeat(10_000)] });
  expect(await call('execute_code', { command: 'x' })).toMatchObject({
    truncated: true,
    stdout: expect.stringContaining('8976 of 10000 bytes left out') as unknown,
  });
});

it('counts its commands as commands', async () => {
  const { call } = await setup({ perMinute: { commands: 1 } });
  await call('execute_code', { command: 'x' });
  const second = [
    call('execute_code', { command: 'x' }),
    call('execute_python_script', { script: 'x' }),
    call('add_dependencies', { packages: ['x'] }),
  ];
  for (const one of second) await expect(one).rejects.toMatchObject({ code: 'rate_limited' });
});

it('asks for no network of its own, so that the default of the operator holds', async () => {
  const { ports, client } = await setup();
  const asked: unknown[] = [];
  const plan = ports.policy.planSpawn.bind(ports.policy);
  ports.policy.planSpawn = (principal, request) => {
    asked.push(request.network);
    return plan(principal, request);
  };
  for (const network of [{}, { network_enabled: true }, { network_enabled: false }])
    await client.call('create_container', aCaller(), { image: 'x', ...network });
  expect(asked).toEqual([undefined, 'bridge', 'none']);
});

it('is found by its name, also in a session', async () => {
  const { client } = await setup();
  const create = (input: object) =>
    client.call('create_container', aCaller(), { image: 'x', session_id: 's', ...input });
  expect(await create({ name: 'box' })).toMatchObject({ name: 'box' });
  expect(await create({})).toMatchObject({ name: 'session-s' });
  const clean = await client.call('cleanup_container', aCaller(), { session_id: 's' });
  expect(clean).toMatchObject({ volumes_kept: 2 });
});

/** No image of the tests has apk, and none has all of them: here the programs are only played. */
it.each([
  ['pip', ['python3', '-m', 'pip', 'install', '--no-input', '--progress-bar=off', '--', 'x1']],
  ['npm', ['npm', 'install', '--no-audit', '--no-fund', '--no-progress', '--', 'x1']],
  ['apk', ['apk', 'add', '--no-cache', '--no-progress', 'x1']],
])('finds %s where there is nothing before it, and calls it', async (manager, argv) => {
  const { ports, call } = await setup();
  const buildable = { network: 'bridge', profile: 'buildable' } as const;
  await ports.workspaces.reserve(aWorkspace({ id: 'c_2' as never, alias: 'b', ...buildable }));
  const program = argv[0] ?? '';
  ports.commands.script = (spec) => ({ exitCode: spec.argv[0] === program ? 0 : 127 });

  expect(await call('add_dependencies', { container_id: 'b', packages: ['x1'] })).toEqual({
    ...{ package_manager: manager, success: true, installed: ['x1'], failed: [] },
  });
  expect(ports.commands.specs.at(-1)?.argv).toEqual(argv);
  ports.commands.script = () => ({ exitCode: 127 });
  const none = call('add_dependencies', { container_id: 'b', packages: ['x1'] });
  await expect(none).rejects.toMatchObject({ code: 'invalid_argument' });
});

it.each(['apt', 'apk'])('says that %s needs another profile', async (package_manager) => {
  const { ports, call } = await setup();
  await ports.workspaces.reserve(
    aWorkspace({ id: 'c_2' as never, alias: 'b', network: 'bridge', profile: 'hardened' }),
  );
  const adding = call('add_dependencies', { container_id: 'b', packages: ['x1'], package_manager });
  await expect(adding).rejects.toMatchObject({
    code: 'policy_denied',
    hint: expect.stringContaining('buildable') as unknown,
  });
  expect(ports.commands.started).toEqual([]);
});

it('makes no container whose packages cannot be had', async () => {
  const { ports, client } = await setup();
  const before = ports.engine.mutations.length;
  const creating = client.call('create_container', aCaller(), { image: 'x', dependencies: 'a1' });
  await expect(creating).rejects.toMatchObject({
    code: 'no_network',
    hint: expect.stringContaining('network_enabled') as unknown,
  });
  expect(ports.engine.mutations).toHaveLength(before);
});
