import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import type { AuditIntent } from '@devbench/core';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';

import { temporaryFile, testState } from '../test/state.ts';

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

it('has the intents of a server that was killed, once, and leaves those of a server that runs', async () => {
  const { directory, file, remove } = await temporaryFile();
  onTestFinished(remove);
  const journals = async () =>
    (await readdir(directory)).filter((name) => name.includes('-intents-'));
  const dead = testState(file, { pid: 2 });
  await dead.start();
  await dead.auditStore.append(intent(1));
  await dead.auditStore.query({});
  await dead.auditStore.append(intent(2));
  await dead.auditStore.append(intent(3));

  const neighbour = testState(file);
  await neighbour.start();
  expect(await neighbour.auditStore.query({})).toHaveLength(1);

  const next = testState(file, { isAlive: (pid) => pid !== 2 });
  await next.start();
  const entries = await next.auditStore.query({ after: 0 });
  expect(entries.map(({ callId }) => callId)).toEqual(['call_1', 'call_2', 'call_3']);
  expect(entries[1]).toEqual({ ...intent(2), id: 2, outcome: undefined });
  expect(await journals()).toEqual([]);

  await next.auditStore.append(intent(4));
  expect(await journals()).toHaveLength(1);
  await next.stop();
  await neighbour.stop();
  expect(await journals()).toEqual([]);
});

it('refuses calls while nothing can be written, and loses none', async () => {
  const { file, remove } = await temporaryFile();
  onTestFinished(remove);
  const state = testState(file, { busyTimeoutMs: 0 });
  await state.start();
  onTestFinished(state.stop);
  const other = new Sqlite(file);
  other.exec('BEGIN IMMEDIATE');
  await state.auditStore.append(intent(1));
  await expect(state.auditStore.query({})).rejects.toMatchObject({ code: 'state_unavailable' });
  await expect(state.auditStore.append(intent(2))).rejects.toMatchObject({
    code: 'state_unavailable',
  });

  other.exec('ROLLBACK');
  other.close();
  await state.auditStore.append(intent(3));
  const ids = (await state.auditStore.query({ after: 0 })).map(({ callId }) => callId);
  expect(ids).toEqual(['call_1', 'call_3']);
});

it('takes over what is whole, once, also when two servers start together', async () => {
  const { directory, file, remove } = await temporaryFile();
  onTestFinished(remove);
  const dead = testState(file, { pid: 2 });
  await dead.start();
  await dead.auditStore.append(intent(1));
  const [journal = ''] = (await readdir(directory)).filter((name) => name.includes('-intents-'));
  const path = join(directory, journal);
  await writeFile(path, (await readFile(path, 'utf8')).replace('\0', '["torn\n["cut'));

  const next = [1, 3].map((pid) => testState(file, { pid, isAlive: (other) => other !== 2 }));
  await Promise.all(next.map((state) => state.start()));
  for (const state of next) {
    const entries = await state.auditStore.query({});
    expect(entries.map(({ callId }) => callId)).toEqual(['call_1']);
    await state.stop();
  }
});

it('waits for what somebody else is having written', async () => {
  const { file, remove } = await temporaryFile();
  onTestFinished(remove);
  const state = testState(file);
  await state.start();
  onTestFinished(state.stop);
  const other = new Sqlite(file);
  other.exec('BEGIN IMMEDIATE');
  await state.auditStore.append(intent(1));
  const answers = [state.auditStore.query({}), state.auditStore.query({})];
  await turn();
  other.exec('ROLLBACK');
  other.close();

  expect((await Promise.all(answers)).map((entries) => entries.length)).toEqual([1, 1]);
});
