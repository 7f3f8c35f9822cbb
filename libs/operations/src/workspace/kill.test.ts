import { aCaller, besides, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

function setup(ports = testPorts()) {
  const { client } = createOperations(ports, operationsConfig.parse({}));
  return { ports, call: (name: string, input: object = {}) => client.call(name, aCaller(), input) };
}

it('removes everything and ends what runs', async () => {
  const { ports, call } = setup();
  ports.commands.script = () => ({ hangs: true });
  const { container_id } = await call('spawn');
  const { exec_id } = await call('exec_start', { container_id, cmd: ['sleep'] });
  const poll = call('exec_poll', { exec_id, wait_ms: 30_000 });
  await settle();

  const result = await call('kill', { container_id });

  expect(result).toEqual({ container_id, status: 'stopped', workspace_kept: false });
  expect(await poll).toMatchObject({ complete: true, status: 'killed' });
  expect(ports.engine).toMatchObject({ containers: new Map(), volumes: new Set() });
  expect(await ports.workspaces.list({})).toEqual([]);
  expect(await ports.execs.list({})).toEqual([]);
  expect(ports.outputs.logs.size).toBe(0);
  await expect(call('kill', { container_id })).rejects.toMatchObject({
    code: 'container_not_found',
  });
});

it('ends also what does not die and what another server has left', async () => {
  const { ports, call } = setup();
  ports.commands.script = () => ({ hangs: true });
  const { container_id } = await call('spawn');
  const { exec_id } = await call('exec_start', { container_id, cmd: ['sleep'] });
  ports.commands.of(String(exec_id)).immortal = true;

  const other = setup(besides(ports, 's_2'));
  const killing = other.call('kill', { container_id });
  const killed = call('exec_poll', { exec_id, wait_ms: 30_000 });
  ports.commands.forgetAll();
  await ports.clock.advance(20_000);
  await killing;

  expect(await killed).toMatchObject({ status: 'killed', complete: true });
  expect(await ports.workspaces.list({})).toEqual([]);
});

it('keeps persistent files unless told otherwise; the next one of the alias has them', async () => {
  const { ports, call } = setup();
  const box = { alias: 'box', persistent: true };
  await call('spawn', box);
  const [volume] = ports.engine.volumes;

  const first = await call('kill', { container_id: 'box' });
  await call('spawn', box);
  expect([...ports.engine.volumes]).toEqual([volume]);
  const second = await call('kill', { container_id: 'box', keep_workspace: false });

  expect([first.workspace_kept, second.workspace_kept]).toEqual([true, false]);
  expect(ports.engine.volumes.size).toBe(0);
});
