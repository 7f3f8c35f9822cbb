import { aCaller, besides, settle, type TestPorts, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const HOUR = 60 * 60 * 1000;

function aServer(ports: TestPorts = testPorts(), config: object = {}) {
  const { client } = createOperations(ports, operationsConfig.parse(config));
  const spawn = (input: object = {}, caller = aCaller()) =>
    client.call('spawn', caller, { image: 'debian', idempotency_key: 'k', ...input });
  const kill = (container_id: unknown) => client.call('kill', aCaller(), { container_id });
  return { ports, spawn, kill };
}

it('runs concurrent duplicates once, with one result', async () => {
  const { ports, spawn } = aServer();

  const results = await Promise.all(Array.from({ length: 8 }, () => spawn()));

  expect(new Set(results.map(({ container_id }) => container_id)).size).toBe(1);
  expect(ports.engine.containers.size).toBe(1);
  expect(ports.audit.ended).toHaveLength(8);
});

it('gives the same result after a restart', async () => {
  const { ports, spawn } = aServer();
  const first = await spawn();

  expect(await aServer(besides(ports, 's_2')).spawn()).toEqual(first);
  expect(ports.engine.containers.size).toBe(1);
});

it('waits for the same call on another server', async () => {
  const { ports, spawn } = aServer();
  const claim = { owner: 'alice', operation: 'spawn', key: 'k', inputHash: '' };
  const realClaim = ports.keys.claim.bind(ports.keys);
  let asked = 0;
  ports.keys.claim = async (wanted, now) => {
    asked += 1;
    return asked < 3 ? { state: 'running' } : realClaim({ ...claim, ...wanted }, now);
  };

  const pending = spawn();
  await expect.poll(() => ports.clock.sleeping).toBe(1);
  await ports.clock.advance(1000);

  expect(await pending).toMatchObject({ status: 'running' });
  expect(asked).toBe(3);
});

it('refuses the key for other arguments; the order of keys is none', async () => {
  const { spawn } = aServer();
  const first = await spawn({ env: { A: '1', B: '2' } });

  expect(await spawn({ env: { B: '2', A: '1' } })).toEqual(first);
  await expect(spawn({ env: { A: '1' } })).rejects.toMatchObject({ code: 'idempotency_mismatch' });
});

it('belongs to one principal', async () => {
  const { ports, spawn } = aServer();

  await spawn();
  await spawn({}, aCaller({ name: 'bob' }));

  expect(ports.engine.containers.size).toBe(2);
});

it('is not burnt by a failure', async () => {
  const { ports, spawn } = aServer();
  ports.policy.planSpawn = () => {
    throw new Error('boom');
  };
  await expect(spawn()).rejects.toMatchObject({ code: 'unexpected' });
  delete (ports.policy as Partial<typeof ports.policy>).planSpawn;

  expect(await spawn()).toMatchObject({ status: 'running' });
});

it('expires after a day', async () => {
  const { ports, spawn } = aServer();
  const first = await spawn();
  await ports.clock.advance(24 * HOUR - 1);
  const second = await spawn();
  await ports.clock.advance(1);
  const third = await spawn();

  expect(second).toEqual(first);
  expect(third.container_id).not.toBe(first.container_id);
});

it('makes a new container, once, when the remembered one is gone', async () => {
  const { ports, spawn, kill } = aServer();
  const first = await spawn();
  await kill(first.container_id);

  const [second, third] = await Promise.all([spawn(), spawn()]);
  await settle();

  expect(second.container_id).not.toBe(first.container_id);
  expect(third).toEqual(second);
  expect(ports.engine.containers.size).toBe(1);
});

it('keeps a result as long as the settings say', async () => {
  const { ports, spawn } = aServer(testPorts(), { keysKeptMs: 1000 });
  const first = await spawn();
  await ports.clock.advance(999);
  expect(await spawn()).toEqual(first);

  await ports.clock.advance(1);
  expect(await spawn()).not.toEqual(first);
});
