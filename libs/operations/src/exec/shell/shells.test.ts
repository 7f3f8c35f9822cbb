import { AppError } from '@devbench/core';
import { aCaller, aWorkspace, besides, settle, type TestPorts, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../../config.ts';
import { createOperations } from '../../create-operations.ts';

const aServer = (ports: TestPorts) => {
  const operations = createOperations(ports, operationsConfig.parse({}));
  return (name: string, input: object) => operations.client.call(name, aCaller(), input);
};

async function setup() {
  const ports = testPorts();
  await ports.workspaces.reserve(aWorkspace());
  ports.commands.script = ({ shell }) => ({ hangs: shell?.kind === 'itself' });
  return { ports, call: aServer(ports) };
}

const run = { container_id: 'c_1', shell: 'main' };

it('starts a shell once and gives it the scripts', async () => {
  const { ports, call } = await setup();

  const first = await call('exec_run', { ...run, script: 'cd x' });
  await call('exec_run', { ...run, cmd: ['echo', "it's"], cwd: 'sub', env: { A: '1' } });

  const [shell] = ports.commands.started;
  expect(first).not.toHaveProperty('shell_restarted');
  expect(ports.commands.specs).toMatchObject([
    { argv: ['bash', 'sh'], shell: { kind: 'itself' }, timeoutMs: 0 },
    { cwd: '', shell: { kind: 'command', of: shell, script: 'cd x' } },
    { cwd: '/workspace/sub', env: { A: '1' }, shell: { script: String.raw`'echo' 'it'\''s'` } },
  ]);
  expect(await call('list_execs', {})).toMatchObject({
    execs: [{ exec_id: shell, shell: 'main', status: 'running' }],
  });
  expect(await call('system_status', {})).toMatchObject({ running_execs: 0 });
});

it('runs the commands of a shell one after the other', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ hangs: true });

  const first = await call('exec_start', { ...run, script: 'a' });
  const second = await call('exec_start', { ...run, script: 'b' });
  const other = await call('exec_start', { ...run, shell: 'other', script: 'c' });
  expect([first.status, second.status, other.status]).toEqual(['running', 'queued', 'running']);
  ports.commands.of(String(first.exec_id)).exit(0);
  await settle();

  expect(ports.commands.started).toContain(second.exec_id);
});

it.each(['exec_run', 'exec_start'])('%s says that a shell is a new one', async (tool) => {
  const { ports, call } = await setup();
  await call('exec_run', { ...run, script: 'a' });
  ports.commands.of(String(ports.commands.started[0])).exit(3);
  await settle();

  expect(await call(tool, { ...run, script: 'b' })).toMatchObject({ shell_restarted: true });
  expect(await call(tool, { ...run, script: 'c' })).not.toHaveProperty('shell_restarted');
});

it('starts another shell when the guest knows first that one has ended', async () => {
  const { ports, call } = await setup();
  await call('exec_run', { ...run, script: 'a' });
  const { script } = ports.commands;
  let refused = 0;
  ports.commands.script = (spec) => {
    if (spec.shell?.kind !== 'command' || refused > 0) return script(spec);
    refused += 1;
    ports.commands.of(String(ports.commands.started[0])).exit(0);
    return { fails: new AppError('exec_not_running', 'The shell has ended.') };
  };

  expect(await call('exec_run', { ...run, script: 'b' })).toMatchObject({
    shell_restarted: true,
    exit_code: 0,
  });
});

it('finds the shell and its command again after a restart', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ hangs: true });
  const { exec_id } = await call('exec_start', { ...run, script: 'a' });
  await ports.servers.leave();
  const next = aServer(besides(ports, 's_next'));

  const second = await next('exec_start', { ...run, script: 'b' });
  expect(second).toMatchObject({ status: 'queued' });
  ports.commands.of(String(exec_id)).exit(0);
  await settle();

  const [shell] = ports.commands.started;
  expect(ports.commands.specs.at(-1)).toMatchObject({ shell: { of: shell, script: 'b' } });
});

it.each([
  [{ shell: 'a b' }],
  [{ shell: '' }],
  [{ tty: true }],
  [{ stdin: 'x' }],
  [{ env: { 'A-B': '1' } }],
])('refuses %j', async (input) => {
  const { ports, call } = await setup();
  const pending = call('exec_run', { ...run, script: 'x', ...input });
  await expect(pending).rejects.toMatchObject({ code: 'invalid_argument' });
  expect(ports.commands.started).toEqual([]);
});

it('has at most eight shells in a container', async () => {
  const { call } = await setup();
  for (let n = 0; n < 8; n += 1) await call('exec_run', { ...run, shell: `s${n}`, script: 'x' });

  const ninth = call('exec_run', { ...run, shell: 's8', script: 'x' });
  await expect(ninth).rejects.toMatchObject({ code: 'quota_exceeded' });
});
