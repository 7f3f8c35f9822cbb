import { aCaller, aHostContainer, aWorkspace, anExec, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup() {
  const ports = testPorts();
  // A look counts as use.
  const lastUsedAt = ports.clock.now();
  await ports.workspaces.reserve(aWorkspace({ lastUsedAt, network: 'bridge', engineId: 'own' }));
  const offline = { id: 'c_2' as never, alias: 'offline', engineId: 'offline', lastUsedAt };
  await ports.workspaces.reserve(aWorkspace(offline));
  ports.host.containers = [
    aHostContainer('own', { managed: true }),
    aHostContainer('allowed-db'),
    aHostContainer('secret-db'),
  ];
  await ports.execs.reserve(anExec());
  const { client, start } = createOperations(ports, operationsConfig.parse({ dryRun: true }));
  const admin = aCaller({ principal: { id: 'alice', scopes: ['admin'] } });
  const call = (name: string, input: object) => client.call(name, admin, input);
  return { ports, call, client, start };
}

const container_id = 'c_1';
const exec_id = 'e_1';
const INPUTS: Readonly<Record<string, object>> = {
  spawn: { image: 'x', alias: 'box' },
  attach: { target: 'c_1' },
  exec_run: { container_id, cmd: ['rm', 'x'] },
  exec_start: { container_id, script: 'rm x' },
  exec_write: { exec_id, data: 'x' },
  exec_resize: { exec_id, rows: 1, cols: 1 },
  exec_signal: { exec_id, signal: 'SIGKILL' },
  exec_cancel: { exec_id },
  fs_write: { container_id, path: 'a', content: 'x' },
  fs_edit: { container_id, path: 'a', edits: [{ old_text: 'x', new_text: 'y' }] },
  fs_delete: { container_id, path: 'a' },
  fs_batch: { container_id, operations: [{ op: 'delete', path: 'a' }] },
  snapshot_restore: { container_id, snapshot_id: 'snap_1' },
  snapshot_delete: { snapshot_id: 'snap_1' },
  create_container: { image: 'x' },
  cleanup_container: { container_id },
  execute_code: { container_id, command: 'rm x' },
  execute_python_script: { container_id, script: 'x' },
  add_dependencies: { container_id, packages: ['x'] },
  docker_exec: { id: container_id, cmd: ['rm', 'x'] },
  stop_any_container: { container_id },
  kill_any_container: { container_id },
  cancel_any_exec: { container_id, exec_id },
  fs_import: { container_id, content_base64: 'W10=' },
  fs_link: { container_id, path: 'a', method: 'PUT' },
  set_log_level: { level: 'debug' },
};

it('answers every call that changes something with what it would do, and does nothing', async () => {
  const { ports, call, client } = await setup();
  const before = [await ports.workspaces.list({}), await ports.execs.list({})];

  for (const { name, effect, target } of client.operations) {
    if (effect === 'read') continue;
    const input = INPUTS[name] ?? (target === 'workspace' ? { container_id } : {});
    expect(await call(name, input), name).toMatchObject({
      dry_run: true,
      would: expect.stringContaining(name) as string,
    });
  }
  expect([await ports.workspaces.list({}), await ports.execs.list({})]).toEqual(before);
  expect(ports.commands.started).toEqual([]);
  expect(ports.engine.containers.size).toBe(0);
  await expect(call('fs_read', { container_id, path: 'a' })).rejects.toMatchObject({
    code: 'file_not_found',
  });
});

it.each([
  ['exec_run', { container_id, cmd: ['id'], as_root: true }, 'as_root_denied'],
  ['fs_write', { container_id, path: 'key', content: '' }, 'policy_denied'],
  ['kill', { container_id: 'c_404' }, 'container_not_found'],
  ['fs_delete', { container_id, path: '../x' }, 'path_outside_workspace'],
  ['docker_exec', { id: 'secret-db', cmd: ['id'] }, 'container_not_found'],
  ['docker_exec', { id: container_id, cmd: ['id'], user: '0' }, 'as_root_denied'],
  ['docker_exec', { id: container_id, cmd: ['id'], user: 'nobody' }, 'invalid_argument'],
  ['docker_exec', { id: 'allowed-db', cmd: ['forbidden'] }, 'policy_denied'],
  ['create_container', { image: 'forbidden' }, 'image_denied'],
  ['execute_code', { container_id, command: 'forbidden' }, 'policy_denied'],
  ['execute_python_script', { container_id, script: 'x', args: ['forbidden'] }, 'policy_denied'],
  ['execute_python_script', { container_id, script: 'x', packages: ['-x'] }, 'invalid_argument'],
  ['add_dependencies', { container_id }, 'invalid_argument'],
  ['add_dependencies', { container_id, packages: ['./x'] }, 'invalid_argument'],
  ['add_dependencies', { container_id, packages: ['forbidden'] }, 'policy_denied'],
  ['add_dependencies', { container_id: 'offline', packages: ['x'] }, 'no_network'],
  ['cleanup_container', { container_id: 'c_404' }, 'container_not_found'],
  ['cleanup_container', {}, 'invalid_argument'],
])('says that %s with %j would be refused', async (name, input, code) => {
  const { ports, call } = await setup();
  ports.policy.deniedPaths.push('/workspace/key');
  ports.policy.deniedWords.push('forbidden');

  await expect(call(name, input)).rejects.toMatchObject({ code });
});

it('burns no key', async () => {
  const { ports, call } = await setup();
  await call('kill', { container_id, idempotency_key: 'k' });
  const wet = createOperations(ports, operationsConfig.parse({}));

  const killed = wet.client.call('kill', aCaller(), { container_id, idempotency_key: 'k' });
  expect(await killed).toMatchObject({ status: 'stopped' });
});

it('leaves at its start what an earlier server has not finished', async () => {
  const { ports, start } = await setup();
  await ports.workspaces.update(aWorkspace().id, { status: 'removing' });
  await start();

  expect(await ports.workspaces.get(aWorkspace().id)).toMatchObject({ status: 'removing' });
});
