import { AppError } from '@devbench/core';
import { aCaller, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

function setup(ports = testPorts()) {
  const operations = createOperations(ports, operationsConfig.parse({}));
  const call = (name: string, input: object = {}, caller = aCaller()) =>
    operations.client.call(name, caller, input);
  return { ports, call };
}

const down = new AppError('engine_unavailable', 'Docker does not answer.');

it('spawn with reuse finds the equal one, started again when it was stopped', async () => {
  const { ports, call } = setup();
  const first = await call('spawn', { alias: 'box', env: { A: '1' } });
  await call('stop', { container_id: 'box' });

  const again = await call('spawn', { alias: 'box', env: { A: '1' }, reuse: true });
  const other = call('spawn', { alias: 'box', env: { A: '2' }, reuse: true });

  expect(again).toEqual(first);
  await expect(other).rejects.toMatchObject({ code: 'alias_taken' });
  expect(ports.engine.containers.get('c_0002')?.running).toBe(true);
});

it.each([
  [{ image: 'other' }, 'image'],
  [{ network: 'bridge' }, 'network'],
  [{ profile: 'buildable', memory_mb: 64 }, 'profile, memory_mb'],
  [{ env: { A: '1' } }, 'env'],
  [{ persistent: true }, 'persistence'],
])('spawn with reuse says what is another in %j', async (input, what) => {
  const { ports, call } = setup();
  const { container_id } = await call('spawn', { alias: 'box' });

  const again = call('spawn', { alias: 'box', reuse: true, ...input });

  await expect(again).rejects.toMatchObject({
    code: 'alias_taken',
    message: `Container ${String(container_id)} (box) has another ${what}.`,
  });
  expect(ports.engine.containers.size).toBe(1);
});

it('spawn with reuse waits for the one that another call makes', async () => {
  const { ports, call } = setup();
  const create = ports.engine.create.bind(ports.engine);
  ports.engine.create = async (workspace, signal) => {
    await ports.clock.sleep(250);
    return create(workspace, signal);
  };
  const spawn = () => call('spawn', { alias: 'box', reuse: true });

  const spawned = Promise.all(Array.from({ length: 20 }, spawn));
  await ports.clock.advance(400);

  const ids = (await spawned).map(({ container_id }) => container_id);
  expect(new Set(ids).size).toBe(1);
  expect(ports.engine.containers.size).toBe(1);
});

it('spawn with reuse makes a new one when the one it waited for could not be made', async () => {
  const { ports, call } = setup();
  const create = ports.engine.create.bind(ports.engine);
  ports.engine.create = async () => {
    ports.engine.create = create;
    await ports.clock.sleep(250);
    throw down;
  };

  const first = call('spawn', { alias: 'box' });
  first.catch(() => undefined);
  await settle();
  const second = call('spawn', { alias: 'box', reuse: true });
  await ports.clock.advance(400);

  await expect(first).rejects.toMatchObject({ code: 'engine_unavailable' });
  expect(await second).toMatchObject({ status: 'running' });
});

it('spawn with reuse finds the one of the session', async () => {
  const { call } = setup();
  const first = await call('spawn');

  expect(await call('spawn', { reuse: true })).toEqual(first);
  const elsewhere = await call('spawn', { reuse: true, session_id: 'other' });
  expect(elsewhere.container_id).not.toBe(first.container_id);
});
