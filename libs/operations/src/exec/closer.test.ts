import { AppError } from '@devbench/core';
import { aCaller, aWorkspace, besides, settle, type TestPorts, testPorts } from '@devbench/testing';
import { expect, it, vi } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const run = { container_id: 'c_1', cmd: ['true'] };
const LATE_MS = 100;

function aServer(ports: TestPorts) {
  const operations = createOperations(ports, operationsConfig.parse({}));
  const call = (name: string, input: object) => operations.client.call(name, aCaller(), input);
  return { ports, operations, call };
}

async function setup() {
  const ports = testPorts();
  ports.commands.script = () => ({ stdout: ['out'] });
  await ports.workspaces.reserve(aWorkspace());
  ports.engine.put(aWorkspace());
  return aServer(ports);
}

const rowOf = (ports: TestPorts, id: unknown) => ports.execs.find('alice', String(id));

it('answers before the end is written, and everybody sees the end', async () => {
  const { ports, call } = await setup();

  const { exec_id, exit_code } = await call('exec_run', run);

  expect(exit_code).toBe(0);
  expect(await rowOf(ports, exec_id)).toMatchObject({ status: 'running' });
  expect(await call('exec_poll', { exec_id })).toMatchObject({ complete: true, exit_code: 0 });
  expect(await call('exec_cancel', { exec_id })).toMatchObject({ status: 'exited' });
  const writing = call('exec_write', { exec_id, data: 'x' });
  await expect(writing).rejects.toMatchObject({ code: 'exec_not_running' });
  expect(await call('list_execs', {})).toMatchObject({ execs: [] });
  expect(await call('list_execs', { include_ended: true })).toMatchObject({
    execs: [{ exec_id, status: 'exited' }],
  });
});

it('writes many ends at once, and only then the guest forgets', async () => {
  const { ports, call } = await setup();
  const ended = vi.spyOn(ports.execs, 'ended');
  const ids: string[] = [];
  for (let n = 0; n < 10; n += 1) ids.push(String((await call('exec_run', run)).exec_id));
  const forgotten = () => ids.map((id) => ports.commands.of(id).forgotten);
  expect(forgotten()).not.toContain(true);

  await ports.clock.advance(LATE_MS);

  expect(ended.mock.calls.map(([ends]) => [...ends.keys()])).toEqual([ids]);
  expect(forgotten()).not.toContain(false);
});

it('writes at once what the guest cannot tell again', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ resumable: false });

  const { exec_id } = await call('exec_run', run);

  expect(await rowOf(ports, exec_id)).toMatchObject({ status: 'exited' });
});

it('does not gather without limit', async () => {
  const { ports, call } = await setup();
  for (let n = 0; n < 150; n += 1) await call('exec_run', run);

  const written = await ports.execs.list({ ended: true });

  expect(written.length).toBeGreaterThan(100);
});

it('after a crash in between, the next server asks the guest again', async () => {
  const { ports, call } = await setup();
  const { exec_id } = await call('exec_run', run);
  await ports.servers.leave();

  const next = aServer({ ...besides(ports, 's_2'), outputs: testPorts().outputs });
  await next.operations.start();
  await settle();

  expect(await next.call('exec_poll', { exec_id })).toMatchObject({
    messages: [{ data: 'out' }, { exit_code: 0 }],
    complete: true,
  });
});

it.each(['stop', 'kill'])('%s of the workspace leaves nothing unwritten', async (name) => {
  const { ports, call } = await setup();
  const { container_id } = await call('spawn', {});
  const { exec_id } = await call('exec_run', { ...run, container_id });
  const ended = vi.spyOn(ports.execs, 'ended');

  await call(name, { container_id });

  expect(ended.mock.calls.flatMap(([ends]) => [...ends])).toMatchObject([
    [exec_id, { reason: 'exited', exitCode: 0 }],
  ]);
});

it('a stop of the server leaves nothing unwritten', async () => {
  const { ports, call, operations } = await setup();
  const { exec_id } = await call('exec_run', run);

  await operations.stop();

  expect(await rowOf(ports, exec_id)).toMatchObject({ status: 'exited' });
  expect(ports.clock.sleeping).toBe(0);
});

it('an end that cannot be written is asked for again later', async () => {
  const { ports, call } = await setup();
  const failure = new AppError('state_unavailable', 'The disk is full.');
  vi.spyOn(ports.execs, 'ended').mockRejectedValueOnce(failure);
  const { exec_id } = await call('exec_run', run);
  await ports.clock.advance(LATE_MS);
  expect(await rowOf(ports, exec_id)).toMatchObject({ status: 'running' });
  expect(ports.commands.of(String(exec_id)).forgotten).toBe(false);

  await call('exec_poll', { exec_id });
  await ports.clock.advance(LATE_MS);

  expect(await rowOf(ports, exec_id)).toMatchObject({ status: 'exited' });
});
