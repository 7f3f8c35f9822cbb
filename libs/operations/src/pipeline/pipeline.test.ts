import { AppError } from '@devbench/core';
import { aCaller, aWorkspace, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';

import { operationsConfig } from '../config.ts';
import { createExecJobs } from '../exec/create-exec-jobs.ts';
import { type CallOn, declare, type Operation, type Toolset } from '../operation.ts';
import { createDiskUse } from '../keeping/disk-use.ts';
import { createKeeper } from '../keeping/keeper.ts';
import { createWarmPool } from '../pool/warm-pool.ts';
import { createPower } from '../workspace/power.ts';
import { createPipeline } from './pipeline.ts';

const never = () => new Promise<never>(() => undefined);

interface Probe {
  toolset?: Toolset;
  target?: 'none' | 'workspace';
  stillHolds?: () => Promise<boolean>;
  run?: (call: CallOn<'none'>, value: string) => Promise<string>;
}

const probe = ({ run = async (_, value) => value, ...rest }: Probe = {}): Operation =>
  declare({
    name: 'probe',
    toolset: rest.toolset ?? 'workspace',
    target: rest.target ?? 'none',
    summary: '',
    effect: 'write',
    input: { value: z.string().max(5).default('-'), count: z.int().optional() },
    aliases: { val: 'value' },
    output: { value: z.string() },
    audit: ({ value }) => ({ value }),
    render: ({ value }) => value,
    ...(rest.stillHolds && { stillHolds: rest.stillHolds }),
    run: async (call: CallOn<'none'>, { value }) => ({ value: await run(call, value) }),
  });

function setup(options: Probe = {}, config: object = {}) {
  const ports = testPorts();
  const parsed = operationsConfig.parse(config);
  const stopping = new AbortController();
  const jobs = createExecJobs(ports, parsed);
  const base = { ...ports, config: parsed, jobs, diskUse: createDiskUse(parsed) };
  const power = createPower(base);
  const keeper = createKeeper({ ...base, power });
  const services = { ...base, power, keeper, pool: createWarmPool(base) };
  const pipeline = createPipeline(services, stopping.signal);
  const operation = probe(options);
  const call = async (input: unknown, caller = aCaller()) => {
    const outcome = await pipeline({
      operation,
      id: ports.ids.next('call'),
      at: ports.clock.now(),
      caller,
      signal: caller.signal,
      input: input as Record<string, unknown>,
      workspace: undefined,
      exec: undefined,
      findings: { subject: undefined, fields: {}, recorded: false },
    });
    return outcome.value.value;
  };
  return { ports, call, stopping };
}

it('takes flat arguments, an input_data wrapper, other names, and none', async () => {
  const { call } = setup();

  expect(await call({ value: 'a' })).toBe('a');
  expect(await call({ input_data: { value: 'b' } })).toBe('b');
  expect(await call({ val: 'c' })).toBe('c');
  expect(await call(undefined)).toBe('-');
});

it('reports all problems at once, one line each, without the values', async () => {
  const { ports, call } = setup();

  const failure: unknown = await call({ vlaue: 'x', value: 'secret', count: 'two', zzz: 1 }).catch(
    (thrown: unknown) => thrown,
  );

  expect(failure).toMatchObject({
    code: 'invalid_argument',
    message: [
      'probe: value: at most 5 characters',
      'count: expected number, received string',
      'vlaue: unknown argument; there are value, count, idempotency_key',
      'zzz: unknown argument; there are value, count, idempotency_key',
    ].join('\n'),
  });
  expect(ports.audit.ended).toMatchObject([{ outcome: 'failed', code: 'invalid_argument' }]);
});

it('suggests the argument that was probably meant', async () => {
  const { call } = setup();

  await expect(call({ cuont: 1 })).rejects.toThrow('cuont: unknown argument; did you mean count?');
  await expect(call({ value: 'a', val: 'b' })).rejects.toThrow('val: the same as value');
  await expect(call([])).rejects.toThrow('must be an object');
});

it('finds the workspace by id or alias for its owner; for others it does not exist', async () => {
  const { ports, call } = setup({ target: 'workspace' });
  await ports.workspaces.reserve(aWorkspace({ alias: 'box' }));
  await ports.clock.advance(10 ** 12);

  await call({ container_id: 'box' });
  const foreign = call({ container_id: 'c_1' }, aCaller({ name: 'bob' }));

  await expect(foreign).rejects.toMatchObject({ code: 'container_not_found' });
  expect(ports.audit.ended).toMatchObject([
    { actor: 'alice', subject: 'c_1', outcome: 'allowed' },
    { actor: 'bob', subject: undefined, outcome: 'failed' },
  ]);
  expect((await ports.workspaces.find('alice', 'c_1'))?.lastUsedAt).toEqual(ports.clock.now());
});

it('writes the intent before it acts, and refuses when it cannot', async () => {
  const done: string[] = [];
  const { ports, call } = setup({ run: async (_, value) => String(done.push(value)) });
  ports.audit.full = true;

  await expect(call({})).rejects.toMatchObject({ code: 'state_unavailable' });

  expect(done).toEqual([]);
});

it('keeps denials on record', async () => {
  const { ports, call } = setup({ toolset: 'admin' });

  await expect(call({ value: 'x' })).rejects.toMatchObject({ code: 'permission_denied' });
  await call({}, aCaller({ principal: { id: 'root', scopes: ['admin'] } }));

  expect(ports.audit.ended).toMatchObject([
    { actor: 'alice', outcome: 'denied', code: 'permission_denied', fields: { value: 'x' } },
    { actor: 'root', outcome: 'allowed' },
  ]);
});

it('publishes one record for each call, with the cause of what nobody expected', async () => {
  const cause = new TypeError('secret detail');
  const { ports, call } = setup({ run: async () => Promise.reject(cause) });

  const failure: unknown = await call({}).catch((thrown: unknown) => thrown);

  expect(failure).toBeInstanceOf(AppError);
  expect(failure).toMatchObject({ code: 'unexpected' });
  expect(String(failure)).not.toContain('secret detail');
  expect(ports.observer.records).toMatchObject([
    { action: 'probe', outcome: 'failed', code: 'unexpected', error: { cause } },
  ]);
});

it('limits the calls of one principal, not of others', async () => {
  const { call } = setup({ run: never }, { callsPerPrincipal: 2 });
  for (let n = 0; n < 2; n += 1) void call({});
  await settle();

  const third = call({});
  void call({}, aCaller({ name: 'bob' }));

  await expect(third).rejects.toMatchObject({
    code: 'rate_limited',
    data: { retry_after_ms: 1000, limit: 2 },
  });
});

it.each([
  ['deadline_exceeded', 5000],
  ['call_cancelled', 0],
  ['shutting_down', 0],
] as const)('answers %s even when the handler does not listen', async (code, ms) => {
  const { ports, call, stopping } = setup({ run: never }, { callTimeoutMs: 5000 });
  const cancel = new AbortController();
  const pending = call({}, aCaller({ signal: cancel.signal }));
  const expectation = expect(pending).rejects.toMatchObject({ code });
  await settle();

  if (code === 'call_cancelled') cancel.abort();
  if (code === 'shutting_down') stopping.abort();
  await ports.clock.advance(ms + 2000);

  await expectation;
  expect(ports.clock.sleeping).toBe(0);
});

it('lets a handler tell why it was interrupted', async () => {
  const reasons: unknown[] = [];
  const { call } = setup({
    run: ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason);
          reject(new Error('interrupted'));
        });
      }),
  });
  const cancel = new AbortController();
  const pending = call({}, aCaller({ signal: cancel.signal }));
  await settle();
  cancel.abort();

  await expect(pending).rejects.toMatchObject({ code: 'call_cancelled' });
  expect(reasons).toMatchObject([{ code: 'call_cancelled' }]);
});
