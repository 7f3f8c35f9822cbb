import { AppError, NO_SERVER, type WorkspaceId } from '@devbench/core';
import { aCaller, aWorkspace, besides, testPorts } from '@devbench/testing';
import { snapshotRow } from '@devbench/testing/contracts';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup(ports = testPorts()) {
  const config = operationsConfig.parse({ snapshotsPerPrincipal: 2 });
  const operations = createOperations(ports, config);
  const call = (name: string, input: object = {}, caller = aCaller()) =>
    operations.client.call(name, caller, input) as Promise<Record<string, string>>;
  const workspace = aWorkspace({ volume: 'devbench-c_1', env: { A: '1' }, alias: 'box' });
  await ports.workspaces.reserve(workspace);
  await ports.engine.create(workspace, new AbortController().signal);
  const row = async () => ports.workspaces.get(workspace.id);
  const { volumes, mutations } = ports.engine;
  return { ports, operations, call, row, volumes, mutations };
}

const bob = aCaller({ name: 'bob' });
const full = new AppError('no_space', 'The disk is full.');
const take = { container_id: 'c_1', name: 'before' };

it('takes a snapshot, lists it with its origin, also when that is gone, and deletes it', async () => {
  const { ports, call, volumes } = await setup();
  const seen: unknown[] = [];
  const caller = aCaller({ onProgress: (progress) => seen.push(progress) });

  const { snapshot_id = '', ...taken } = await call('snapshot_create', take, caller);

  expect(taken).toMatchObject({
    name: 'before',
    status: 'ready',
    bytes: 4096,
    files: 3,
    alias: 'box',
  });
  expect(seen).toEqual([{ progress: 1, message: '1 bytes in 1 files copied' }]);
  expect(ports.audit.ended).toMatchObject([{ action: 'snapshot_create', subject: snapshot_id }]);
  await call('kill', { container_id: 'c_1' });
  expect(await call('snapshot_list')).toMatchObject({
    snapshots: [{ snapshot_id, container_id: 'c_1', alias: 'box', status: 'ready' }],
  });
  expect([...volumes]).toEqual([`devbench-${snapshot_id.replace('_', '-')}`]);
  await call('snapshot_delete', { snapshot_id });
  expect([...volumes]).toEqual([]);
  expect(await call('snapshot_list')).toEqual({ snapshots: [], next_cursor: null });
});

it('leaves nothing of a snapshot that fails, and does not burn its key', async () => {
  const { ports, call, volumes } = await setup();
  const input = { ...take, idempotency_key: 'k' };
  ports.copies.fails = full;
  await expect(call('snapshot_create', input)).rejects.toMatchObject({ code: 'no_space' });
  expect([...volumes]).toEqual(['devbench-c_1']);
  expect(await ports.snapshots.list({})).toEqual([]);

  ports.copies.fails = undefined;
  const first = await call('snapshot_create', input);
  expect(await call('snapshot_create', input)).toEqual(first);
  expect(await ports.snapshots.list({})).toHaveLength(1);
});

it('knows nothing of what is not ready or belongs to others', async () => {
  const { ports, call } = await setup();
  const { snapshot_id = '' } = await call('snapshot_create', take);
  const making = snapshotRow({ id: 'snap_half', owner: 'alice' });
  await ports.snapshots.reserve(making, 9);
  const missing = { code: 'snapshot_not_found' };

  expect(await call('snapshot_list', {}, bob)).toMatchObject({ snapshots: [] });
  await expect(call('snapshot_delete', { snapshot_id }, bob)).rejects.toMatchObject(missing);
  await expect(call('spawn', { from_snapshot: snapshot_id }, bob)).rejects.toMatchObject(missing);
  await expect(call('spawn', { from_snapshot: making.id })).rejects.toMatchObject(missing);
  await expect(
    call('snapshot_restore', { container_id: 'c_1', snapshot_id: making.id }),
  ).rejects.toMatchObject(missing);
  await expect(call('fork', { container_id: 'c_1' }, bob)).rejects.toMatchObject({
    code: 'container_not_found',
  });
});

it('keeps to the limit of snapshots', async () => {
  const { call } = await setup();
  await call('snapshot_create', take);
  await call('snapshot_create', take);
  await expect(call('snapshot_create', take)).rejects.toMatchObject({ code: 'quota_exceeded' });
});

it('spawns from a snapshot and forks, with all that makes it equal', async () => {
  const { ports, call, mutations } = await setup();
  const { snapshot_id = '' } = await call('snapshot_create', take);
  const spawned = await call('spawn', { image: 'x', from_snapshot: snapshot_id, reuse: true });
  const forked = await call('fork', { container_id: 'box', alias: 'twin' });

  expect(mutations.filter((what) => what.startsWith('copy'))).toEqual([
    'copy devbench-c_1 devbench-snap-0002',
    `copy devbench-snap-0002 devbench-${spawned.container_id}`,
    `copy devbench-c_1 devbench-${forked.container_id}`,
  ]);
  const [row, origin] = [
    await ports.workspaces.find('alice', 'twin'),
    await ports.workspaces.find('alice', 'box'),
  ];
  const { image, limits, env, network, profile } = origin ?? {};
  expect(row).toMatchObject({ status: 'running', image, limits, env, network, profile });
  expect(await ports.spares.list()).toEqual([]);
});

it('leaves nothing of a workspace whose files do not come, and what was there before', async () => {
  const { ports, call, volumes } = await setup();
  const { snapshot_id: from_snapshot } = await call('snapshot_create', take);
  const before = [...volumes];
  ports.copies.fails = full;
  const kept = { from_snapshot, alias: 'kept', persistent: true };
  await expect(call('spawn', kept)).rejects.toMatchObject({ code: 'no_space' });
  ports.copies.fails = undefined;
  expect([...volumes]).toEqual(before);
  expect(await ports.workspaces.list({})).toHaveLength(1);
  expect(await ports.spares.list()).toEqual([]);

  const { container_id } = await call('spawn', { alias: 'kept', persistent: true });
  await call('kill', { container_id });
  const held = [...volumes];
  await expect(call('spawn', kept)).rejects.toMatchObject({ code: 'alias_taken' });
  expect([...volumes]).toEqual(held);
  expect(await ports.workspaces.list({})).toHaveLength(1);
});

it('restores into a new volume and removes the old one', async () => {
  const { ports, call, row, volumes } = await setup();
  const { snapshot_id } = await call('snapshot_create', take);

  const reply = await call('snapshot_restore', { container_id: 'c_1', snapshot_id });

  expect(reply).toEqual({ container_id: 'c_1', status: 'running', snapshot_id });
  const { volume, status, engineId } = (await row()) ?? {};
  expect({ status, engineId }).toEqual({ status: 'running', engineId: 'engine-c_1' });
  expect([...volumes].sort()).toEqual([volume, 'devbench-snap-0002'].sort());
  expect(volume).not.toBe('devbench-c_1');
  expect(await ports.spares.list()).toEqual([]);
});

it('restores a persistent workspace into the volume that its alias has', async () => {
  const { ports, call, volumes } = await setup();
  const { snapshot_id } = await call('snapshot_create', take);
  const { container_id } = await call('spawn', { alias: 'kept', persistent: true });
  const before = await ports.workspaces.find('alice', 'kept');
  await call('snapshot_restore', { container_id, snapshot_id });
  expect(await ports.workspaces.find('alice', 'kept')).toMatchObject({ volume: before?.volume });
  expect(volumes.size).toBe(3);
});

it.each([
  ['the copy', 'running'],
  ['the new container', 'stopped'],
])('keeps old or new files when %s fails', async (what, status) => {
  const { ports, call, row, volumes } = await setup();
  const { snapshot_id } = await call('snapshot_create', take);
  const input = { container_id: 'c_1', snapshot_id };
  if (what === 'the copy') ports.copies.fails = full;
  else ports.engine.fails.create = full;

  await expect(call('snapshot_restore', input)).rejects.toMatchObject({ code: 'no_space' });
  expect(await row()).toMatchObject({ status });
  expect(volumes).toContain((await row())?.volume);

  ports.copies.fails = undefined;
  delete ports.engine.fails.create;
  if (status === 'stopped') await call('start', { container_id: 'c_1' });
  expect(await row()).toMatchObject({ status: 'running' });
  expect([...volumes].sort()).toEqual([(await row())?.volume, 'devbench-snap-0002'].sort());
  expect(await ports.spares.list()).toEqual([]);
});

it('restores one after the other, and not into what was killed meanwhile', async () => {
  const { ports, call, volumes } = await setup();
  const { snapshot_id } = await call('snapshot_create', take);
  const input = { container_id: 'c_1', snapshot_id };
  ports.copies.meanwhile = async () => {
    ports.copies.meanwhile = async () => undefined;
    await expect(call('snapshot_restore', input)).rejects.toMatchObject({
      code: 'restore_running',
    });
    await call('kill', { container_id: 'c_1' });
  };
  await expect(call('snapshot_restore', input)).rejects.toMatchObject({
    code: 'container_not_found',
  });
  expect([...volumes]).toEqual(['devbench-snap-0002']);
  expect(ports.engine.containers.size).toBe(0);
});

it('finishes at the next start what a dead server began, not what another one does', async () => {
  const ports = testPorts();
  const { operations, row, volumes } = await setup(ports);
  const other = besides(ports, 's_2');
  await other.servers.heartbeat();
  for (const [id, server] of [
    ['snap_dead', 's_0'],
    ['snap_alive', 's_2'],
  ] as const) {
    volumes.add(`devbench-${id}`);
    await ports.snapshots.reserve(snapshotRow({ id: id, server, volume: `devbench-${id}` }), 9);
  }
  // After the swap: the old files are the spare ones, the container is gone.
  volumes.add('old');
  await ports.spares.add({ workspaceId: 'c_1' as WorkspaceId, volume: 'old', server: 's_0' });
  await ports.workspaces.update('c_1' as WorkspaceId, { status: 'stopped', engineId: '' });

  await operations.start();
  await expect.poll(() => ports.copies.thawed).toBeGreaterThan(0);
  await operations.stop();

  expect(await row()).toMatchObject({ status: 'running', volume: 'devbench-c_1' });
  expect([...volumes].sort()).toEqual(['devbench-c_1', 'devbench-snap_alive']);
  expect(await ports.spares.list()).toEqual([]);
});

it('finishes soon what failed at first, without a new start, and not what somebody works on', async () => {
  const { ports, operations, call, row } = await setup();
  const { snapshot_id } = await call('snapshot_create', take);
  await operations.start();
  const away = new AppError('engine_unavailable', 'Busy.');
  ports.engine.fails.create = away;
  const restoring = call('snapshot_restore', { container_id: 'c_1', snapshot_id });
  await expect(restoring).rejects.toMatchObject({ code: away.code, message: away.message });
  await ports.spares.pass('c_1' as WorkspaceId, NO_SERVER, ports.servers.self);
  await expect(call('start', { container_id: 'c_1' })).rejects.toMatchObject({
    code: 'restore_running',
  });

  await ports.spares.pass('c_1' as WorkspaceId, ports.servers.self, NO_SERVER);
  await ports.clock.advance(15_000);
  expect(await row()).toMatchObject({ status: 'stopped', engineId: '' });
  delete ports.engine.fails.create;
  await ports.clock.advance(5_000);

  expect(await row()).toMatchObject({ status: 'running', engineId: 'engine-c_1' });
  expect(await ports.spares.list()).toEqual([]);
  await operations.stop();
  expect(ports.clock.sleeping).toBe(0);
});
