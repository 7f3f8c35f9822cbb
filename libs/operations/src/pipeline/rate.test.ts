import { AppError } from '@devbench/core';
import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';
import { createTokenBuckets } from './token-buckets.ts';

async function setup(perMinute: object) {
  const ports = testPorts();
  await ports.workspaces.reserve(aWorkspace());
  await ports.workspaces.reserve(aWorkspace({ id: 'c_2' as never, owner: 'bob' }));
  const { client } = createOperations(ports, operationsConfig.parse({ perMinute }));
  const call = (name: string, input: object, who = 'alice') =>
    client.call(name, aCaller({ name: who }), input);
  return { ports, call };
}

const run = { container_id: 'c_1', cmd: ['true'] };

it('limits commands for each principal and says when to call again', async () => {
  const { ports, call } = await setup({ commands: 3 });
  for (const name of ['exec_run', 'exec_start', 'exec_run']) await call(name, run);

  const error = await call('exec_run', run).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'rate_limited',
    hint: 'Call again in 20 s.',
    data: { retry_after_ms: 20_000, limit: 3 },
  });
  expect(ports.commands.started).toHaveLength(3);
  await call('exec_run', { ...run, container_id: 'c_2' }, 'bob');
  await call('list_execs', {});

  await ports.clock.advance(20_000);
  await call('exec_run', run);
  await expect(call('exec_run', run)).rejects.toMatchObject({ code: 'rate_limited' });
});

it('counts neither what is denied nor what is repeated by its key', async () => {
  const { call } = await setup({ commands: 2 });
  for (let n = 0; n < 5; n += 1) {
    const denied = call('exec_run', { ...run, as_root: true });
    await expect(denied).rejects.toMatchObject({ code: 'as_root_denied' });
  }
  for (let n = 0; n < 5; n += 1) await call('exec_run', { ...run, idempotency_key: 'k' });
  await call('exec_run', run);

  await expect(call('exec_run', run)).rejects.toMatchObject({ code: 'rate_limited' });
});

it('counts what the engine fails at', async () => {
  const { ports, call } = await setup({ spawns: 1 });
  ports.engine.fails.create = new AppError('engine_unavailable', 'Docker does not answer.');

  await expect(call('spawn', {})).rejects.toMatchObject({ code: 'engine_unavailable' });
  await expect(call('spawn', {})).rejects.toMatchObject({ code: 'rate_limited' });
});

it('counts what is taken from the pool as what is spawned, and nothing else that is attached', async () => {
  const { call } = await setup({ spawns: 1 });
  await call('attach', { target: 'warm-pool' });
  await call('attach', { target: 'c_1' });

  const taken = call('attach', { target: 'warm-pool' });
  await expect(taken).rejects.toMatchObject({ code: 'rate_limited' });
  await expect(call('spawn', {})).rejects.toMatchObject({ code: 'rate_limited' });
});

it('limits how often output is read', async () => {
  const { call } = await setup({ reads: 1 });
  const { exec_id } = await call('exec_start', run);
  await call('exec_poll', { exec_id });

  await expect(call('exec_poll', { exec_id })).rejects.toMatchObject({ code: 'rate_limited' });
});

it('keeps no names that have all they may have', async () => {
  const { clock } = testPorts();
  const buckets = createTokenBuckets(1, clock);
  for (let n = 0; n < 2500; n += 1) {
    expect(buckets.take(`p${n}`)).toBe(0);
    if (n === 999) await clock.advance(60_000);
  }
  expect(buckets.size).toBe(1500);
  expect(buckets.take('p2499')).toBe(60_000);
  expect(buckets.take('p0')).toBe(0);
});
