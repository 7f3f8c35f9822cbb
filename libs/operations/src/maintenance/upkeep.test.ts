import { AppError, type Workspace, type WorkspaceId } from '@devbench/core';
import { aCaller, aWorkspace, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const DAY_MS = 86_400_000;
const admin = aCaller({ principal: { id: 'root', scopes: ['admin'] } });

function setup(config: object = {}) {
  const ports = testPorts();
  const given = { cleanupEnabled: false, ...config };
  const operations = createOperations(ports, operationsConfig.parse(given));
  const call = (name: string, input: object = {}) => operations.client.call(name, admin, input);
  const have = async (change: Partial<Workspace> & { n?: number } = {}) => {
    const { n = 1, ...rest } = change;
    const id = `c_${n}` as WorkspaceId;
    const at = ports.clock.now();
    const row = aWorkspace({
      id,
      volume: `devbench-${id}`,
      createdAt: at,
      lastUsedAt: at,
      ...rest,
    });
    await ports.workspaces.reserve(row);
    ports.engine.put(row);
    if (row.status === 'stopped') await ports.engine.stop(row);
    return row;
  };
  const statuses = async () => (await ports.workspaces.list({})).map(({ status }) => status);
  return { ports, operations, call, have, statuses };
}

it('hears that a container died, and ends its commands with the reason', async () => {
  const { ports, operations, have, statuses } = setup();
  ports.commands.script = () => ({ hangs: true });
  const { id, engineId } = await have();
  await operations.start();
  const { exec_id } = await operations.client.call('exec_start', aCaller(), {
    ...{ container_id: id, cmd: ['sleep'] },
  });
  await have({ n: 2 });
  await ports.engine.stop(aWorkspace());

  ports.engineUpkeep.oomKilled = true;
  ports.engineUpkeep.tell({ kind: 'changed', id, engineId });
  await settle();

  expect(await statuses()).toEqual(['stopped', 'running']);
  const end = (await ports.execs.find('alice', String(exec_id)))?.end;
  expect(end).toMatchObject({ reason: 'killed', oomKilled: true });
  await operations.stop();
  expect(ports.clock.sleeping).toBe(0);
});

it('believes no news about another container with the same label', async () => {
  const { ports, operations, have, statuses } = setup();
  await have();
  await operations.start();
  await settle();
  await ports.engine.stop(aWorkspace());
  ports.engineUpkeep.tell({ kind: 'changed', id: aWorkspace().id, engineId: 'forged' });
  await settle();

  expect(await statuses()).toEqual(['running']);
  await operations.stop();
});

it('looks at everything when the engine is back', async () => {
  const { ports, operations, have, statuses } = setup();
  await have();
  await operations.start();
  await settle();
  await ports.engine.stop(aWorkspace());

  ports.engineUpkeep.tell({ kind: 'connected' });
  await settle();

  expect(await statuses()).toEqual(['stopped']);
  await operations.stop();
});

it('finishes a removal as it was asked for, whoever asked', async () => {
  const { ports, call, have } = setup();
  await have({ status: 'removing', keepVolume: true });
  await have({ n: 2, status: 'removing', keepVolume: false, persistent: true });

  await call('reconcile');

  expect(await ports.workspaces.list({})).toEqual([]);
  expect([...ports.engine.volumes]).toEqual(['devbench-c_1']);
});

it('tries again what failed, and says so', async () => {
  const { ports, call, have, statuses } = setup();
  await have({ status: 'removing' });
  ports.engine.fails.remove = new AppError('engine_unavailable', 'Away.');

  expect(await call('reconcile')).toMatchObject({ errors: 1, cleaned_up: 0 });
  delete ports.engine.fails.remove;
  expect(await call('reconcile')).toMatchObject({ errors: 0, cleaned_up: 1 });
  expect(await statuses()).toEqual([]);
});

it('adopts what another server left, and never loses its files', async () => {
  const { ports, call } = setup();
  ports.engine.volumes.add('mcp-session-7');
  const left = {
    ...{ from: 'docker-mcp' as const, volume: 'mcp-session-7', engineIds: ['old'] },
    ...{ image: 'alpine', alias: undefined, owner: undefined },
  };
  ports.engineUpkeep.left = [left];
  ports.engine.fails.create = new AppError('engine_unavailable', 'Away.');
  expect(await call('reconcile', { adopt: true })).toMatchObject({
    ...{ errors: 1, adopted: 0 },
    actions: [{ outcome: 'failed', reason: 'docker-mcp left these files; Away.' }],
  });
  expect(ports.engine.volumes).toContain('mcp-session-7');

  delete ports.engine.fails.create;
  expect(await call('reconcile')).toMatchObject({ orphaned: 1, adopted: 0 });
  expect(await call('reconcile', { adopt: true })).toMatchObject({ adopted: 1 });

  expect(await ports.workspaces.list({})).toMatchObject([
    { owner: 'root', volume: 'mcp-session-7', persistent: true, status: 'running' },
  ]);
  expect(ports.engine.mutations.slice(-2)).toEqual(['give mcp-session-7', 'remove old']);
  expect(await call('reconcile', { adopt: true })).toMatchObject({ adopted: 0, actions: [] });
});

it('adopts what has the alias of another container under a name of its own', async () => {
  const { ports, call, have } = setup();
  await have({ alias: 'work', owner: 'root' });
  const left = { from: 'mcp-devbench' as const, volume: 'mcpdevbench_persist_1', engineIds: [] };
  ports.engineUpkeep.left = [{ ...left, image: 'alpine', alias: 'work', owner: undefined }];

  expect(await call('reconcile', { adopt: true })).toMatchObject({ adopted: 1, errors: 0 });
  const rows = await ports.workspaces.list({ owner: 'root' });
  expect(rows.map(({ alias }) => alias).sort()).toEqual([
    expect.stringMatching(/^adopted-/) as string,
    'work',
  ]);
});

it('collects transient containers after days without use, never persistent ones', async () => {
  const { ports, call, have } = setup({ ages: { transientMs: 7 * DAY_MS } });
  await have({ status: 'stopped' });
  await have({ n: 2, status: 'stopped', persistent: true });
  await have({ n: 3, status: 'running' });
  await ports.clock.advance(7 * DAY_MS - 1);
  expect(await call('garbage_collect')).toMatchObject({ containers_removed: 0 });
  await ports.clock.advance(1);

  expect(await call('garbage_collect', { dry_run: true })).toMatchObject({
    containers_removed: 1,
    actions: [{ action: 'remove_container', subject: 'c_1', outcome: 'planned' }],
  });
  expect(await call('garbage_collect')).toMatchObject({ containers_removed: 1, errors: 0 });
  expect([...ports.engine.volumes]).toEqual(['devbench-c_2', 'devbench-c_3']);
});

it('cleans up by interval', async () => {
  const { ports, operations, have } = setup({ cleanupEnabled: true, cleanupIntervalMs: 60_000 });
  await have({ status: 'stopped' });
  await operations.start();
  await ports.clock.advance(8 * DAY_MS);

  expect(await ports.workspaces.list({})).toEqual([]);
  await operations.stop();
  expect(ports.clock.sleeping).toBe(0);
});

it('leaves the clean-up to another server whose turn it is', async () => {
  const { ports, operations, have } = setup({ cleanupEnabled: true, cleanupIntervalMs: 60_000 });
  await have({ status: 'stopped' });
  await ports.stateUpkeep.takeTurn('clean-up', ports.clock.now(), 9 * DAY_MS);
  await operations.start();
  await ports.clock.advance(8 * DAY_MS);
  expect(await ports.workspaces.list({})).toHaveLength(1);

  await ports.clock.advance(DAY_MS + 90_000);
  expect(await ports.workspaces.list({})).toEqual([]);
  await operations.stop();
});

it('lists the containers of all owners', async () => {
  const { call, have } = setup();
  await have();
  await have({ n: 2, owner: 'bob', status: 'stopped' });

  const { containers } = await call('list_all_containers');
  expect(containers).toMatchObject([{ owner: 'alice' }, { owner: 'bob', status: 'stopped' }]);
});

it('does nothing of itself when it is told so', async () => {
  const { ports, operations, have, statuses } = setup({ background: false, cleanupEnabled: true });
  await have({ status: 'removing' });
  await operations.start();
  await ports.clock.advance(DAY_MS);

  expect(await statuses()).toEqual(['removing']);
  await operations.stop();
});

it('is for admins', async () => {
  const { operations } = setup();
  for (const name of ['reconcile', 'garbage_collect', 'list_all_containers'])
    await expect(operations.client.call(name, aCaller(), {})).rejects.toMatchObject({
      code: 'permission_denied',
    });
});
