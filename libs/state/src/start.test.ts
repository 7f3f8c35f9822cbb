import { stat } from 'node:fs/promises';

import { workspaceRow } from '@devbench/testing/contracts';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';

import { temporaryFile, testState } from './test/state.ts';

async function directory() {
  const { file, remove } = await temporaryFile();
  onTestFinished(remove);
  return file;
}

it('has no effect before it starts, and says so', async () => {
  const file = await directory();
  const state = testState(file);
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(state.workspaces.list({})).rejects.toMatchObject({ code: 'state_unavailable' });
  await state.stop();
});

it('lets many servers start at once on a new file, which is private', async () => {
  const file = await directory();
  const states = Array.from({ length: 6 }, () => testState(file));
  await Promise.all(states.map((state) => state.start()));
  expect(await states[0]?.servers.alive(new Date())).toHaveLength(6);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await Promise.all(states.map((state) => state.stop()));

  const raw = new Sqlite(file);
  expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(raw.prepare('SELECT count(*) AS n FROM kysely_migration').get()).toEqual({ n: 9 });
  raw.close();
});

it('keeps everything over a restart, late uses included', async () => {
  const file = await directory();
  const first = testState(file);
  await first.start();
  const row = workspaceRow({ id: 'c_1', alias: 'main' });
  await first.workspaces.reserve(row);
  first.workspaces.touch(row.id, new Date(1_700_000_500_000));
  await first.stop();

  const second = testState(file);
  await second.start();
  const kept = await second.workspaces.get(row.id);
  expect(kept).toEqual({ ...row, lastUsedAt: new Date(1_700_000_500_000) });
  expect(await second.maintenance.check()).toEqual([]);
  await second.maintenance.backup(`${file}.copy`);
  await second.stop();

  const copy = testState(`${file}.copy`);
  await copy.start();
  expect(await copy.workspaces.list({})).toHaveLength(1);
  await copy.stop();
});

it('refuses a newer schema and leaves it alone', async () => {
  const file = await directory();
  const first = testState(file);
  await first.start();
  await first.stop();
  const raw = new Sqlite(file);
  const now = new Date().toISOString();
  raw.prepare('INSERT INTO kysely_migration VALUES (?, ?)').run('9999-future', now);
  raw.close();

  const error: unknown = await testState(file)
    .start()
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'state_unavailable' });
  expect(String(error)).toContain('9999-future');
});
