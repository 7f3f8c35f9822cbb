import { AppError } from '@devbench/core';
import { aCaller, aWorkspace, besides, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

function setup(ports = testPorts()) {
  const operations = createOperations(ports, operationsConfig.parse({}));
  const call = (name: string, input: object = {}, caller = aCaller()) =>
    operations.client.call(name, caller, input);
  return { ports, operations, call };
}

const down = new AppError('engine_unavailable', 'Docker does not answer.');

it('spawn makes a workspace and says what it is', async () => {
  const { ports, call } = setup();

  const result = await call('spawn', { image: 'x', alias: 'box', ttl_s: 60, memory_mb: 64 });

  expect(result).toEqual({
    container_id: 'c_0002',
    alias: 'box',
    status: 'running',
    image: 'x',
    digest: `sha256:${'1'.padStart(64, '0')}`,
    workspace_path: '/workspace',
    roots: ['workspace:c_0002'],
    warm: false,
    expires_at: '2025-01-01T00:01:00.000Z',
    limits: {
      memory_mb: 64,
      cpus: 1,
      pids: 256,
      enforced: { memory: true, swap: true, cpu: true, pids: true, disk: false, network: true },
    },
  });
  expect(await ports.workspaces.find('alice', 'box')).toMatchObject({
    status: 'running',
    engineId: 'engine-c_0002',
  });
  expect(ports.audit.ended).toMatchObject([{ action: 'spawn', subject: 'c_0002' }]);
});

it('spawn passes the progress of a pull on', async () => {
  const { ports, call } = setup();
  ports.engine.pull = [{ message: 'Pulling', current: 1, total: 2 }];
  const seen: unknown[] = [];

  await call('spawn', {}, aCaller({ onProgress: (progress) => seen.push(progress) }));

  expect(seen).toEqual([{ message: 'Pulling', progress: 1, total: 2 }]);
});

it.each(['ensureImage', 'create'] as const)('spawn leaves nothing when %s fails', async (step) => {
  const { ports, call } = setup();
  ports.engine.fails[step] = down;

  await expect(call('spawn')).rejects.toMatchObject({ code: 'engine_unavailable' });

  expect(await ports.workspaces.list({})).toEqual([]);
  expect(ports.engine).toMatchObject({ containers: new Map(), volumes: new Set() });
});

it('spawn keeps the row when it cannot undo, and the next start removes it', async () => {
  const { ports, call } = setup();
  ports.engine.fails.create = down;
  ports.engine.fails.remove = down;
  await expect(call('spawn')).rejects.toMatchObject({ code: 'engine_unavailable' });
  expect(await ports.workspaces.list({})).toMatchObject([{ status: 'removing' }]);

  delete ports.engine.fails.remove;
  await setup(besides(ports, 's_2')).operations.start();
  await settle();

  expect(await ports.workspaces.list({})).toEqual([]);
});

it('spawn that is cancelled leaves nothing', async () => {
  const { ports, call } = setup();
  ports.engine.hangs = true;
  const cancel = new AbortController();
  const pending = call('spawn', {}, aCaller({ signal: cancel.signal }));
  await settle();
  cancel.abort();

  await expect(pending).rejects.toMatchObject({ code: 'call_cancelled' });
  expect(await ports.workspaces.list({})).toEqual([]);
});

it('spawn leaves nothing when it is killed before it is done', async () => {
  const { ports, call } = setup();
  const create = ports.engine.create.bind(ports.engine);
  ports.engine.create = async (workspace, signal) => {
    await call('kill', { container_id: workspace.id });
    return create(workspace, signal);
  };

  await expect(call('spawn')).rejects.toMatchObject({ code: 'container_not_found' });

  expect(ports.engine).toMatchObject({ containers: new Map(), volumes: new Set() });
  expect(await ports.workspaces.list({})).toEqual([]);
});

it('spawn gives an alias to one of many who ask at once', async () => {
  const { ports, call } = setup();

  const results = await Promise.allSettled(
    Array.from({ length: 4 }, () => call('spawn', { alias: 'box' })),
  );

  const codes = results.map((result) =>
    result.status === 'rejected' ? (result.reason as AppError).code : 'made',
  );
  expect(codes.sort()).toEqual(['alias_taken', 'alias_taken', 'alias_taken', 'made']);
  expect(ports.engine.containers.size).toBe(1);
});

it('a failed spawn does not take the files of its alias', async () => {
  const { ports, call } = setup();
  const box = { alias: 'box', persistent: true };
  await call('spawn', box);
  await call('kill', { container_id: 'box' });
  ports.engine.fails.create = down;

  await expect(call('spawn', box)).rejects.toThrow();

  expect(ports.engine.volumes.size).toBe(1);
});

it('start undoes what a dead server was making, and leaves the work of a living one', async () => {
  const { ports, operations } = setup();
  const createdAt = ports.clock.now();
  const making = aWorkspace({ status: 'creating', createdAt, server: 's_2' });
  await ports.workspaces.reserve({ ...making, engineId: '' });
  ports.servers.all.add('s_2');
  await operations.start();
  await settle();
  expect(await ports.workspaces.list({})).toHaveLength(1);

  ports.servers.all.delete('s_2');
  await setup(ports).operations.start();
  await settle();

  expect(await ports.workspaces.list({})).toEqual([]);
  expect(ports.engine.mutations).toEqual(['remove c_1']);
});

it('start leaves alone what is spawned right after it', async () => {
  const { ports, call, operations } = setup();
  const slowly = <Args extends unknown[], Value>(work: (...args: Args) => Promise<Value>) => {
    return async (...args: Args) => settle().then(() => work(...args));
  };
  ports.servers.alive = slowly(ports.servers.alive.bind(ports.servers));
  ports.engine.create = slowly(slowly(ports.engine.create.bind(ports.engine)));

  await operations.start();
  const { container_id } = await call('spawn');
  await settle();

  expect(await ports.workspaces.list({})).toMatchObject([{ id: container_id, status: 'running' }]);
});

it('attach is idempotent for a session, detach ends it', async () => {
  const { ports, call } = setup();
  await call('spawn', { alias: 'box' });
  const who = { client_name: 'cli', session_id: 's' };

  const first = await call('attach', { target: 'box', ...who });
  const second = await call('attach', { target: 'c_0002', ...who });

  expect(first).toEqual(second);
  expect(first).toMatchObject({ container_id: 'c_0002', roots: ['workspace:c_0002'] });
  expect(await ports.attachments.count({ attached: true })).toBe(1);
  const detached = await call('detach', { container_id: 'box', session_id: 's' });
  expect(detached).toEqual({ container_id: 'c_0002', detached: 1 });
  const foreign = call('attach', { target: 'box' }, aCaller({ name: 'bob' }));
  await expect(foreign).rejects.toMatchObject({ code: 'container_not_found' });
});

it('stop ends commands, start continues, and between them nothing runs', async () => {
  const { call } = setup();
  const { container_id } = await call('spawn');

  await call('stop', { container_id });
  const run = call('exec_run', { container_id, cmd: ['true'] });
  await expect(run).rejects.toMatchObject({ code: 'container_not_running' });
  await call('start', { container_id });

  expect(await call('exec_run', { container_id, cmd: ['true'] })).toMatchObject({ exit_code: 0 });
});

it('list_containers shows what is yours, with the stopped ones on request', async () => {
  const { call } = setup();
  await call('spawn', { alias: 'one' });
  await call('spawn', { alias: 'two' });
  await call('spawn', { alias: 'theirs' }, aCaller({ name: 'bob' }));
  await call('stop', { container_id: 'two' });
  const aliases = async (input: object) => {
    const { containers } = await call('list_containers', input);
    return (containers as { alias: string }[]).map(({ alias }) => alias);
  };

  expect(await aliases({})).toEqual(['one']);
  expect(await aliases({ show_all: true })).toEqual(['one', 'two']);
  expect(await aliases({ session_id: 'none' })).toEqual([]);
});

it('container_stats says null where the engine cannot tell', async () => {
  const { call } = setup();
  const { container_id } = await call('spawn');

  const result = await call('container_stats', { container_id });

  expect(result).toMatchObject({ memory_bytes: 1024, cpu_ms: 7, pids_limit: null });
});
