import type { AuditIntent } from '@devbench/core';
import { expect, it, onTestFinished } from 'vitest';

import { testState } from '../test/state.ts';

const intent = (n: number): AuditIntent => ({
  callId: `call_${String(n)}`,
  at: new Date(n * 1_000),
  actor: n % 2 ? 'alice' : 'bob',
  client: 'claude',
  session: 's',
  action: 'spawn',
  subject: n === 1 ? 'c_1' : undefined,
  fields: { image: 'debian', roots: ['/workspace'], n, none: null },
});

async function setup() {
  const state = testState(':memory:');
  await state.start();
  onTestFinished(state.stop);
  for (const n of [1, 2, 3, 4]) await state.auditStore.append(intent(n));
  return state.auditStore;
}

it('joins a call and its first outcome', async () => {
  const store = await setup();
  await store.finish('call_1', { outcome: 'failed', code: 'no_space', durationMs: 1.5 });
  await store.finish('call_1', { outcome: 'allowed', code: undefined, durationMs: 2 });

  expect(await store.query({ subject: 'c_1' })).toEqual([
    { ...intent(1), id: 1, outcome: { outcome: 'failed', code: 'no_space', durationMs: 1.5 } },
  ]);
  expect(await store.query({ outcome: 'allowed' })).toEqual([]);
  expect((await store.query({ actor: 'bob' }))[0]?.outcome).toBeUndefined();
});

it('learns from the end of a call what it was about', async () => {
  const store = await setup();
  const outcome = { outcome: 'allowed', code: undefined, durationMs: 1 } as const;
  await store.finish('call_1', outcome, 'c_other');
  await store.finish('call_2', outcome, 'c_2');

  expect((await store.query({ subject: 'c_2' })).map(({ callId }) => callId)).toEqual(['call_2']);
  expect(await store.query({ subject: 'c_other' })).toEqual([]);
});

it('answers the newest, or follows from a place', async () => {
  const store = await setup();
  const ids = async (...[filter]: Parameters<typeof store.query>) =>
    (await store.query(filter)).map(({ id }) => id);

  expect(await ids({ limit: 2 })).toEqual([4, 3]);
  expect(await ids({ limit: 2, before: 3 })).toEqual([2, 1]);
  expect(await ids({ after: 2, actor: 'alice' })).toEqual([3]);
  expect(await ids({ since: new Date(2_000), until: new Date(4_000) })).toEqual([3, 2]);
});

it('prunes by age and never reuses an id', async () => {
  const store = await setup();
  expect(await store.prune(new Date(4_001))).toBe(3);
  await store.append(intent(5));
  expect((await store.query({}))[0]?.id).toBe(5);
});
