import { AppError, NOBODY, type WorkspaceId } from '@devbench/core';
import { aCaller, aWorkspace, besides, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const CHECK_MS = 60_000;
const QUIET_MS = 200;

function setup(ports = testPorts(), warmPool: object = { size: 2 }) {
  const operations = createOperations(ports, operationsConfig.parse({ warmPool }));
  const call = (name: string, input: object = {}, caller = aCaller()) =>
    operations.client.call(name, caller, input);
  const members = async () =>
    (await ports.workspaces.list({ owner: NOBODY, status: ['warm'] })).map(({ id }) => id);
  return { ports, operations, call, members };
}

async function started(...given: Parameters<typeof setup>) {
  const all = setup(...given);
  await all.operations.start();
  await settle();
  return all;
}

const down = new AppError('engine_unavailable', 'Docker does not answer.');
const silent = new AppError('guest_unavailable', 'The agent does not answer.');

it('is filled at the start, and a spawn takes from it what it would have made', async () => {
  const { ports, call, members } = await started();
  const [first] = await members();
  expect(await members()).toHaveLength(2);
  await ports.clock.advance(5_000);

  const spawned = await call('spawn', { alias: 'box', env: { A: '1' }, ttl_s: 60 });

  expect(spawned).toMatchObject({
    container_id: first,
    alias: 'box',
    status: 'running',
    warm: true,
  });
  expect(spawned).toMatchObject({ expires_at: '2025-01-01T00:01:05.000Z' });
  expect(await ports.workspaces.find('alice', 'box')).toMatchObject({
    owner: 'alice',
    sessionId: 'alice-session',
    env: { A: '1' },
    createdAt: ports.clock.now(),
  });
  expect(ports.audit.ended).toMatchObject([{ action: 'spawn', subject: first }]);
});

it('is filled again after a claim', async () => {
  const { ports, call, members } = await started();

  await call('spawn');
  expect(await members()).toHaveLength(1);
  await ports.clock.advance(QUIET_MS);

  expect(await members()).toHaveLength(2);
});

it.each([
  { image: 'other' },
  { network: 'bridge' },
  { profile: 'buildable' },
  { memory_mb: 64 },
  { cpus: 2 },
  { pids: 99 },
  { persistent: true, alias: 'box' },
])('does not serve %j', async (input) => {
  const { call } = await started();
  expect(await call('spawn', input)).toMatchObject({ warm: false });
});

it('serves each of its kinds', async () => {
  const kinds = [{ image: 'one' }, { image: 'two', profile: 'buildable' }];
  const { call, members } = await started(testPorts(), { size: 1, kinds });

  expect(await members()).toHaveLength(2);
  expect(await call('spawn', { image: 'two', profile: 'buildable' })).toMatchObject({ warm: true });
  expect(await call('attach', { target: 'warm-pool' })).toMatchObject({ status: 'running' });
  expect(await call('list_containers')).toMatchObject({
    containers: [{ image: 'one' }, { image: 'two' }],
  });
});

it('refuses an alias that is taken, and keeps its own', async () => {
  const { ports, call, members } = await started();
  await call('spawn', { alias: 'box' });
  await ports.clock.advance(QUIET_MS);

  await expect(call('spawn', { alias: 'box' })).rejects.toMatchObject({ code: 'alias_taken' });

  expect(await members()).toHaveLength(2);
});

it('hands nobody one that does not answer', async () => {
  const { ports, call } = await started();
  ports.engine.fails.ping = silent;

  const spawned = await call('spawn');
  await settle();

  expect(spawned).toMatchObject({ warm: false });
  expect(ports.engine.mutations.filter((one) => one.startsWith('remove'))).toHaveLength(2);
  expect((await call('list_containers')).containers).toHaveLength(1);
});

it('replaces by itself what no longer answers, but not when the engine is silent', async () => {
  const { ports, members } = await started();
  const before = await members();
  ports.engine.fails.ping = down;
  await ports.clock.advance(CHECK_MS);
  expect(await members()).toEqual(before);

  ports.engine.fails.ping = silent;
  await ports.clock.advance(CHECK_MS);
  delete ports.engine.fails.ping;

  expect(await members()).toHaveLength(2);
  expect((await members()).filter((id) => before.includes(id))).toEqual([]);
  expect(ports.engine.containers.size).toBe(2);
});

it('replaces what has waited too long', async () => {
  const { ports, members } = await started(testPorts(), { size: 1, refreshMs: 100_000 });
  const before = await members();
  await ports.clock.advance(CHECK_MS);
  expect(await members()).toEqual(before);

  await ports.clock.advance(CHECK_MS);

  expect(await members()).not.toEqual(before);
  expect(ports.engine.containers.size).toBe(1);
});

it('tries less and less often while nothing can be made, and serves no less for it', async () => {
  const ports = testPorts();
  ports.engine.fails.create = down;
  const { members, call } = await started(ports);
  await ports.clock.advance(7_000);
  const creates = () => ports.engine.mutations.filter((one) => one.startsWith('create')).length;
  // At once, then after 1, 2 and 4 seconds.
  expect(creates()).toBe(4);
  await expect(call('spawn')).rejects.toMatchObject({ code: 'engine_unavailable' });

  delete ports.engine.fails.create;
  await ports.clock.advance(9_000);

  expect(await members()).toHaveLength(2);
  expect(ports.observer.pool.filter(({ event }) => event === 'failed')).toHaveLength(4);
});

it('is shared by two servers, which make no more than one would', async () => {
  const ports = testPorts();
  const one = setup(ports);
  const two = setup(besides(ports, 's_2'));
  await Promise.all([one.operations.start(), two.operations.start()]);
  await settle();
  expect(await one.members()).toHaveLength(2);

  const claims = [one, two, one, two].map(({ call }) => call('spawn'));
  const ids = (await Promise.all(claims)).map(({ container_id }) => container_id);

  expect(new Set(ids).size).toBe(4);
});

it('is found again by the next server, and goes with the last', async () => {
  const ports = testPorts();
  const { members } = await started(ports);
  const before = await members();
  ports.servers.all.delete('s_1');
  const second = besides(ports, 's_2');
  const two = await started(second);
  expect(await members()).toEqual(before);
  const three = await started(besides(ports, 's_3'));

  await two.operations.stop();
  expect(await members()).toHaveLength(2);
  await three.operations.stop();

  expect(ports.engine).toMatchObject({ containers: new Map(), volumes: new Set() });
  expect(await ports.workspaces.list({})).toEqual([]);
});

it('goes when the settings no longer want it', async () => {
  const ports = testPorts();
  await started(ports);
  ports.servers.all.delete('s_1');

  await started(besides(ports, 's_2'), { size: 0 });

  expect(ports.engine.containers.size).toBe(0);
});

it('leaves alone what was claimed between the look and the removal', async () => {
  const { ports, members } = await started();
  const [id = ''] = await members();
  const { image, limits } = ports.policy.planSpawn({ id: 'alice', scopes: [] }, {} as never);
  const ping = ports.engine.ping.bind(ports.engine);
  ports.engine.ping = async (workspace) => {
    if (workspace.id !== id) return ping(workspace);
    await ports.workspaces.claimWarm(aWorkspace({ image, limits }));
    throw silent;
  };

  await ports.clock.advance(CHECK_MS);

  expect(await ports.workspaces.get(id as WorkspaceId)).toMatchObject({ owner: 'alice' });
  expect(ports.engine.containers.has(id)).toBe(true);
});

it('refuses a caller without a name, who would own the pool', async () => {
  const { call } = await started();
  const nobody = { ...aCaller(), principal: { id: NOBODY, scopes: ['workspace' as const] } };
  const listing = call('list_containers', {}, nobody);
  await expect(listing).rejects.toMatchObject({ code: 'permission_denied' });
});
