import { aCaller, aWorkspace, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const run = { container_id: 'c_1', cmd: ['sleep'] };

async function setup(config: object = {}) {
  const ports = testPorts();
  ports.commands.script = () => ({ hangs: true });
  await ports.workspaces.reserve(aWorkspace());
  ports.engine.put(aWorkspace());
  const { client } = createOperations(ports, operationsConfig.parse(config));
  const call = (name: string, input: object, caller = aCaller()) =>
    client.call(name, caller, input);
  return { ports, call };
}

it('runs 20 commands, never more than 4 at once', async () => {
  const { ports, call } = await setup();

  const starts = await Promise.all(Array.from({ length: 20 }, () => call('exec_start', run)));
  for (let ended = 0; ended < 20; ended += 1) {
    await settle();
    ports.commands.of(String(ports.commands.started[ended])).exit(0);
  }
  await settle();

  expect(starts.map(({ status }) => status)).toEqual([
    ...Array.from({ length: 4 }, () => 'running'),
    ...Array.from({ length: 16 }, () => 'queued'),
  ]);
  expect(ports.commands.mostRunning).toBe(4);
  expect(await call('list_execs', {})).toMatchObject({ execs: [] });
});

it('lets clients take turns', async () => {
  const { ports, call } = await setup({ execsPerWorkspace: 1 });
  const greedy = aCaller({ session: 'greedy' });
  const modest = aCaller({ session: 'modest' });
  for (let n = 0; n < 4; n += 1) await call('exec_start', { ...run, cmd: ['greedy'] }, greedy);
  for (let n = 0; n < 2; n += 1) await call('exec_start', { ...run, cmd: ['modest'] }, modest);

  for (let ended = 0; ended < 6; ended += 1) {
    ports.commands.of(String(ports.commands.started[ended])).exit(0);
    await settle();
  }

  const order = ports.commands.specs.map(({ argv }) => argv[0]);
  expect(order).toEqual(['greedy', 'greedy', 'modest', 'greedy', 'modest', 'greedy']);
});

it('refuses what the queue has no place for, and leaves no row', async () => {
  const { ports, call } = await setup({ execsPerWorkspace: 1, execQueueLength: 1 });
  await call('exec_start', run);
  await call('exec_start', run);

  const third = call('exec_start', run);

  await expect(third).rejects.toMatchObject({ code: 'queue_full' });
  expect(await ports.execs.list({})).toHaveLength(2);
});

it('cancels a command that waits; it never runs', async () => {
  const { ports, call } = await setup({ execsPerWorkspace: 1 });
  await call('exec_start', run);
  const { exec_id } = await call('exec_start', run);

  const cancelled = await call('exec_cancel', { exec_id });
  ports.commands.of(String(ports.commands.started[0])).exit(0);
  await settle();

  expect(cancelled).toMatchObject({ status: 'cancelled', exit_code: null });
  expect(ports.commands.started).toHaveLength(1);
  const polled = await call('exec_poll', { exec_id });
  expect(polled).toMatchObject({ complete: true, messages: [{ seq: 1, exit_code: null }] });
});
