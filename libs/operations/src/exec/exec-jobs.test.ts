import { AppError } from '@devbench/core';
import { aCaller, aWorkspace, besides, settle, type TestPorts, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const run = { container_id: 'c_1', cmd: ['sleep'] };

function aServer(ports: TestPorts, config: object = {}) {
  const operations = createOperations(ports, operationsConfig.parse(config));
  const call = (name: string, input: object, caller = aCaller()) =>
    operations.client.call(name, caller, input);
  return { operations, call };
}

async function setup(config: object = {}) {
  const ports = testPorts();
  ports.commands.script = () => ({ hangs: true });
  await ports.workspaces.reserve(aWorkspace());
  ports.engine.put(aWorkspace());
  return { ports, ...aServer(ports, config) };
}

const textOf = (page: Record<string, unknown>) =>
  (page.messages as { data?: string }[]).map(({ data }) => data ?? '').join('');

it('ends a command that waited and cannot start, with the reason in its output', async () => {
  const { ports, call } = await setup({ execsPerWorkspace: 1 });
  await call('exec_start', run);
  const { exec_id } = await call('exec_start', run);
  const fails = new AppError('file_not_found', '/gone does not exist.');
  ports.commands.script = () => ({ fails });

  ports.commands.of(String(ports.commands.started[0])).exit(0);
  await settle();

  const polled = await call('exec_poll', { exec_id });
  expect(textOf(polled)).toBe('file_not_found: /gone does not exist.\n');
  expect(polled).toMatchObject({ status: 'exited', exit_code: 126, complete: true });
});

it('continues at the right byte after the guest was lost', async () => {
  const { ports, call } = await setup();
  const { exec_id } = await call('exec_start', run);
  const command = ports.commands.of(String(exec_id));
  command.say('before ');
  await settle();
  ports.commands.unreachable = 3;
  command.lose();
  command.say('meanwhile ');
  await ports.clock.advance(2000);
  command.say('after');
  command.exit(0);
  await settle();

  const polled = await call('exec_poll', { exec_id });

  expect(textOf(polled)).toBe('before meanwhile after');
  expect(polled).toMatchObject({ complete: true, exit_code: 0 });
});

it('says lost when the guest stays away', async () => {
  const { ports, call } = await setup();
  const { exec_id } = await call('exec_start', run);
  ports.commands.of(String(exec_id)).say('before');
  await settle();
  ports.commands.unreachable = 99;
  ports.commands.of(String(exec_id)).lose();
  await ports.clock.advance(60_000);

  const polled = await call('exec_poll', { exec_id });

  expect(textOf(polled)).toBe('before');
  expect(polled).toMatchObject({ complete: true, status: 'lost', exit_code: null });
});

it.each(['container_not_running', 'container_not_found'] as const)(
  'says killed, not lost, when the engine says %s',
  async (code) => {
    const { ports, call } = await setup();
    const { exec_id } = await call('exec_start', run);
    ports.commands.of(String(exec_id)).say('before');
    await settle();
    ports.commands.gone = new AppError(code, 'Its container has died.');
    ports.commands.of(String(exec_id)).lose();
    await ports.clock.advance(60_000);

    const polled = await call('exec_poll', { exec_id });

    expect(textOf(polled)).toBe('before');
    expect(polled).toMatchObject({ complete: true, status: 'killed', exit_code: null });
  },
);

it('repeats a cancel that the guest did not hear', async () => {
  const { ports, call } = await setup();
  const { exec_id } = await call('exec_start', run);
  ports.commands.unreachable = 2;
  ports.commands.of(String(exec_id)).lose();

  const pending = call('exec_cancel', { exec_id });
  await ports.clock.advance(1000);

  expect(await pending).toMatchObject({ status: 'cancelled' });
});

it('hands running commands over when it stops, and the next server continues them', async () => {
  const { ports, call, operations } = await setup();
  const { exec_id } = await call('exec_start', run);
  const command = ports.commands.of(String(exec_id));
  command.say('one ');
  await settle();
  await operations.stop();
  await ports.servers.leave();
  command.say('two');

  const next = aServer(besides(ports, 's_2'));
  await next.operations.start();
  command.exit(3);
  await settle();

  const polled = await next.call('exec_poll', { exec_id });
  expect(command.stops).toEqual([]);
  expect(textOf(polled)).toBe('one two');
  expect(polled).toMatchObject({ exit_code: 3, complete: true });
  await next.operations.stop();
  expect(ports.clock.sleeping).toBe(0);
});

it('records the true end of what ended while no server was there, and lost for what nobody knows', async () => {
  const { ports, call, operations } = await setup();
  const { exec_id: ended } = await call('exec_start', run);
  const { exec_id: forgotten } = await call('exec_start', run);
  await operations.stop();
  await ports.servers.leave();
  ports.commands.of(String(ended)).exit(7);
  const command = ports.commands.of(String(ended));
  const next = besides(ports, 's_2');
  next.commands.resume = async (_workspace, id, fromSeq) =>
    id === ended ? command.follow(fromSeq) : undefined;

  await aServer(next).operations.start();
  await ports.clock.advance(100);

  const rows = await ports.execs.list({});
  expect(rows.map(({ id, status }) => [id, status])).toEqual([
    [ended, 'exited'],
    [forgotten, 'lost'],
  ]);
  expect(rows[0]?.end?.exitCode).toBe(7);
});

it('takes a command over on demand, and the former server lets go', async () => {
  const { ports, call } = await setup();
  const { exec_id } = await call('exec_start', run);
  const command = ports.commands.of(String(exec_id));
  command.say('one ');
  await settle();

  const other = aServer(besides(ports, 's_2'));
  await other.call('exec_poll', { exec_id });
  command.say('two');
  await ports.clock.advance(500);
  const polled = await other.call('exec_poll', { exec_id });

  expect(textOf(polled)).toBe('one two');
  expect(await ports.execs.find('alice', String(exec_id))).toMatchObject({ server: 's_2' });
  expect(await other.call('exec_cancel', { exec_id })).toMatchObject({ status: 'cancelled' });
  expect(command.stops).toEqual(['cancelled 5000']);
});

it('closes what waits when it stops: nobody else knows of it', async () => {
  const { ports, call, operations } = await setup({ execsPerWorkspace: 1 });
  await call('exec_start', run);
  await call('exec_start', run);

  await operations.stop();

  const rows = await ports.execs.list({});
  expect(rows.map(({ status }) => status)).toEqual(['running', 'cancelled']);
});

it('answers a long poll when the server stops, and refuses new calls', async () => {
  const { ports, call, operations } = await setup();
  const { exec_id } = await call('exec_start', run);
  const poll = call('exec_poll', { exec_id, wait_ms: 30_000 });
  await settle();

  await operations.stop();

  expect(await poll).toMatchObject({ status: 'running', complete: false });
  await expect(call('health', {})).rejects.toMatchObject({ code: 'shutting_down' });
  expect(ports.clock.sleeping).toBe(0);
});
