import { AppError } from '@devbench/core';
import { aCaller, aWorkspace, besides, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const HOUR_MS = 3_600_000;

async function started(config: object = {}, ports = testPorts()) {
  const operations = createOperations(ports, operationsConfig.parse(config));
  await operations.start();
  const call = (name: string, input: object = {}, caller = aCaller()) =>
    operations.client.call(name, caller, input);
  const status = async (alias: string) => (await ports.workspaces.find('alice', alias))?.status;
  return { ports, operations, call, status };
}

const down = new AppError('engine_unavailable', 'Docker does not answer.');

it('ends a workspace when its time is over, not before', async () => {
  const { ports, call } = await started();
  await call('spawn', { alias: 'kept' });
  await call('spawn', { alias: 'box', ttl_s: 90 });
  await ports.clock.advance(89_999);
  expect(ports.engine.containers.size).toBe(2);

  await ports.clock.advance(1);

  expect(await ports.workspaces.list({})).toMatchObject([{ alias: 'kept' }]);
  expect(ports.engine.volumes.size).toBe(1);
  expect(ports.audit.ended.at(-1)).toMatchObject({ action: 'expire', fields: { owner: 'alice' } });
});

it('ends at its start what has expired meanwhile, and keeps the files of what is persistent', async () => {
  const ports = testPorts();
  const { call } = await started({}, ports);
  await call('spawn', { ttl_s: 10, persistent: true, alias: 'box' });
  await call('stop', { container_id: 'box' });
  const next = besides(testPorts(), 's_2');
  const later = { ...next, workspaces: ports.workspaces, engine: ports.engine };
  await later.clock.advance(10_000);

  await started({}, later);
  await settle();

  expect(ports.engine.containers.size).toBe(0);
  expect(ports.engine.volumes.size).toBe(1);
});

it('sees what another server made, and says when it could not be ended', async () => {
  const { ports } = await started();
  await settle();
  const expiresAt = new Date(ports.clock.now().getTime() + 1000);
  await ports.workspaces.reserve(aWorkspace({ expiresAt }));
  ports.engine.fails.remove = down;
  await ports.clock.advance(60_000);
  expect(await ports.workspaces.list({})).toMatchObject([{ status: 'removing' }]);
  expect(ports.audit.ended.at(-1)).toMatchObject({ action: 'expire', outcome: 'failed' });
});

it('asks the state seldom when nothing is due', async () => {
  const { ports } = await started();
  let asked = 0;
  const nextExpiry = ports.workspaces.nextExpiry.bind(ports.workspaces);
  ports.workspaces.nextExpiry = () => {
    asked += 1;
    return nextExpiry();
  };
  await ports.clock.advance(HOUR_MS);
  expect(asked).toBeLessThanOrEqual(61);
});

it('gives a reused one its time anew', async () => {
  const { ports, call, status } = await started();
  await call('spawn', { alias: 'box', ttl_s: 60 });
  await ports.clock.advance(50_000);
  await call('spawn', { alias: 'box', ttl_s: 60, reuse: true });
  await ports.clock.advance(50_000);
  expect(await status('box')).toBe('running');
  await ports.clock.advance(10_000);
  expect(await status('box')).toBeUndefined();
});

it('stops what nobody uses and starts it for the next call', async () => {
  const { ports, call, status } = await started({ idleStopMs: 60_000 });
  await call('spawn', { alias: 'box' });
  await ports.clock.advance(40_000);
  await call('exec_run', { container_id: 'box', cmd: ['true'] });
  await ports.clock.advance(59_999);
  expect(await status('box')).toBe('running');

  await ports.clock.advance(10_001);
  expect(await status('box')).toBe('stopped');
  const seen: string[] = [];
  const caller = aCaller({ onProgress: ({ message }) => seen.push(message) });
  const run = await call('exec_run', { container_id: 'box', cmd: ['true'] }, caller);

  expect(run).toMatchObject({ exit_code: 0 });
  expect(seen[0]).toContain('Starting');
  expect(ports.engine.mutations.slice(1)).toEqual(['stop c_0002', 'start c_0002']);
});

it('starts it for many calls at once', async () => {
  const { ports, call } = await started({ idleStopMs: 1000 });
  const { container_id } = await call('spawn');
  await ports.clock.advance(2000);

  const run = () => call('exec_run', { container_id, cmd: ['true'] });
  const runs = await Promise.all([run(), run(), run()]);

  for (const one of runs) expect(one).toMatchObject({ exit_code: 0 });
  expect(await ports.workspaces.list({})).toMatchObject([{ status: 'running' }]);
});

it('does not stop what works', async () => {
  const { ports, call, status } = await started({ idleStopMs: 60_000 });
  ports.commands.script = () => ({ hangs: true });
  await call('spawn', { alias: 'box' });
  const { exec_id } = await call('exec_start', { container_id: 'box', cmd: ['sleep'] });
  await ports.clock.advance(300_000);
  expect(await status('box')).toBe('running');

  const cancelled = call('exec_cancel', { exec_id });
  await ports.clock.advance(10_000);
  await cancelled;
  await ports.clock.advance(120_000);
  expect(await status('box')).toBe('stopped');
});

it('leaves alone what a caller stopped', async () => {
  const { ports, call } = await started({ idleStopMs: 1000 });
  await call('spawn', { alias: 'box' });
  await ports.clock.advance(2000);
  await call('stop', { container_id: 'box' });

  const run = call('exec_run', { container_id: 'box', cmd: ['true'] });

  await expect(run).rejects.toMatchObject({ code: 'container_not_running' });
});

it('stops what has larger files than allowed, and says so', async () => {
  const { ports, call, status } = await started({ diskLimitMb: 1 });
  await call('spawn', { alias: 'box' });
  const [volume = ''] = ports.engine.volumes;
  ports.engine.sizes.set(volume, 1024 * 1024);
  await ports.clock.advance(20_000);
  expect(await status('box')).toBe('running');

  ports.engine.sizes.set(volume, 1024 * 1024 + 1);
  await ports.clock.advance(20_000);

  expect(await status('box')).toBe('stopped');
  const run = call('exec_run', { container_id: 'box', cmd: ['true'] });
  await expect(run).rejects.toMatchObject({
    code: 'container_not_running',
    message: expect.stringContaining('larger than the operator allows') as string,
  });
  expect(await call('start', { container_id: 'box' })).toMatchObject({ status: 'running' });
  expect(await call('exec_run', { container_id: 'box', cmd: ['true'] })).toMatchObject({
    exit_code: 0,
  });
});

it('stops all of an owner whose files are too many in all, and makes no more', async () => {
  const { ports, call, status } = await started({ diskPerPrincipalMb: 2 });
  await call('spawn', { alias: 'one' });
  await call('spawn', { alias: 'two' });
  const { container_id } = await call('spawn', {}, aCaller({ name: 'bob' }));
  for (const volume of ports.engine.volumes) ports.engine.sizes.set(volume, 1024 * 1024);
  await ports.clock.advance(20_000);
  expect(await status('one')).toBe('running');
  const full = { code: 'quota_exceeded', data: { quota: 'disk_mb', limit: 2, used: 2 } };
  await expect(call('spawn')).rejects.toMatchObject(full);
  await expect(call('fork', { container_id: 'one' })).rejects.toMatchObject(full);
  await expect(call('snapshot_create', { container_id: 'one' })).rejects.toMatchObject(full);

  const one = await ports.workspaces.find('alice', 'one');
  ports.engine.sizes.set(one?.volume ?? '', 1024 * 1024 + 1);
  await ports.clock.advance(20_000);

  expect([await status('one'), await status('two')]).toEqual(['stopped', 'stopped']);
  expect((await ports.workspaces.find('bob', String(container_id)))?.status).toBe('running');
  await call('kill', { container_id: 'one', force: true });
  await ports.clock.advance(20_000);
  expect(await call('spawn')).toMatchObject({ status: 'running' });
});

it.each([true, false])('ends what a session made and nobody asked to keep: %s', async (ends) => {
  const { ports, operations, call } = await started({ endWithSession: ends });
  await call('spawn');
  await call('spawn', { alias: 'named', session_id: 'mine' });
  await call('spawn', { alias: 'kept', persistent: true });
  await call('spawn', {}, aCaller({ name: 'bob' }));

  await operations.client.leave(aCaller());

  expect(await ports.workspaces.list({})).toHaveLength(ends ? 3 : 4);
});

it('leaves no timer behind', async () => {
  const { ports, operations, call } = await started({ idleStopMs: 1000, diskLimitMb: 1 });
  await call('spawn', { ttl_s: 60 });
  await operations.stop();
  expect(ports.clock.sleeping).toBe(0);
});
