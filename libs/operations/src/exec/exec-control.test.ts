import type { WorkspaceId } from '@devbench/core';
import { aCaller, aWorkspace, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup(config: object = {}) {
  const ports = testPorts();
  const operations = createOperations(ports, operationsConfig.parse(config));
  await ports.workspaces.reserve(aWorkspace({ alias: 'box' }));
  const call = (name: string, input: object, caller = aCaller()) =>
    operations.client.call(name, caller, input);
  return { ports, operations, call };
}

const run = { container_id: 'box', cmd: ['prog', 'arg'] };

it('exec_cancel ends a command once, and again answers the same', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ hangs: true });
  const { exec_id } = await call('exec_start', run);

  const first = await call('exec_cancel', { exec_id });
  const second = await call('exec_cancel', { exec_id });

  expect(first).toEqual({ exec_id, status: 'cancelled', exit_code: 143, signal: 'SIGTERM' });
  expect(second).toEqual(first);
  expect(ports.commands.of('e_0002').stops).toEqual(['cancelled 3000']);
});

it('exec_cancel of what has ended keeps its result', async () => {
  const { call } = await setup();
  const { exec_id } = await call('exec_start', run);
  await settle();

  const result = await call('exec_cancel', { exec_id });

  expect(result).toMatchObject({ status: 'exited', exit_code: 0 });
});

it('exec_write, exec_signal and exec_resize reach the command until it ends', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ hangs: true });
  const { exec_id } = await call('exec_start', { ...run, tty: true });
  const command = ports.commands.of(String(exec_id));

  await call('exec_write', { exec_id, data: 'hi', eof: true });
  await call('exec_signal', { exec_id, signal: 'SIGUSR1' });
  await call('exec_resize', { exec_id, rows: 50, cols: 100 });

  expect(command).toMatchObject({
    input: 'hi',
    inputEnded: true,
    signals: ['SIGUSR1'],
    sizes: [{ rows: 50, cols: 100 }],
  });
  command.exit(0);
  await settle();
  const late = call('exec_write', { exec_id, data: 'late' });
  await expect(late).rejects.toMatchObject({ code: 'exec_not_running' });
});

it('list_execs shows what waits and runs, of this caller only', async () => {
  const { ports, call } = await setup({ execsPerWorkspace: 1 });
  ports.commands.script = () => ({ hangs: true });
  await call('exec_start', run);
  await call('exec_start', run);

  await ports.workspaces.reserve(aWorkspace({ id: 'c_2' as WorkspaceId, alias: 'other' }));

  const mine = await call('list_execs', { container_id: 'box' });
  const elsewhere = await call('list_execs', { container_id: 'other' });
  const theirs = await call('list_execs', {}, aCaller({ name: 'bob' }));

  expect(mine.execs).toMatchObject([{ status: 'running' }, { status: 'queued' }]);
  expect(elsewhere).toEqual({ execs: [], next_cursor: null });
  expect(theirs).toEqual({ execs: [], next_cursor: null });
});
