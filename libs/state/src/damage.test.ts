import { chmod, open, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { execRow, workspaceRow } from '@devbench/testing/contracts';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';

import { createDatabase } from './database.ts';
import { createExecRepository } from './exec/repository.ts';
import { migrate } from './migrate.ts';
import { child } from './test/child.ts';
import { temporaryFile, testState } from './test/state.ts';

async function newFile() {
  const { file, remove } = await temporaryFile();
  onTestFinished(remove);
  return file;
}

async function filled(rows = 1) {
  const file = await newFile();
  const state = testState(file);
  await state.start();
  for (let n = 0; n < rows; n += 1) {
    await state.workspaces.reserve(workspaceRow({ id: `c_${String(n)}` }));
  }
  await state.stop();
  return file;
}

const failure = (hint: RegExp) => ({
  code: 'state_unavailable',
  hint: expect.stringMatching(hint) as string,
});

it('names a directory that is missing', async () => {
  const file = join(dirname(await newFile()), 'missing', 'state.db');
  await expect(testState(file).start()).rejects.toMatchObject(failure(/Create it/));
});

it('names a file that is no database, and leaves it alone', async () => {
  const file = await newFile();
  await writeFile(file, 'x'.repeat(10_000));
  await expect(testState(file).start()).rejects.toMatchObject(failure(/another file/));
  expect(await readFile(file, 'utf8')).toBe('x'.repeat(10_000));
});

it('says that the file is damaged', async () => {
  const file = await filled(500);
  const { size } = await stat(file);
  const raw = await open(file, 'r+');
  await raw.write(Buffer.alloc(size - 4096 * 3, 0xa5), 0, size - 4096 * 3, 4096 * 3);
  await raw.close();

  const state = testState(file);
  const use = async () => {
    await state.start();
    await state.workspaces.list({});
  };
  await expect(use()).rejects.toMatchObject(failure(/backup/));
  await state.stop();
});

it('waits for a lock, without keeping others waiting, and says who cannot', async () => {
  const file = await filled();
  const state = testState(file, { busyTimeoutMs: 300 });
  await state.start();
  const raw = new Sqlite(file);
  raw.exec('BEGIN IMMEDIATE');
  const reserve = () => state.workspaces.reserve(workspaceRow({ id: 'c_x' }));

  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 5);
  await expect(reserve()).rejects.toMatchObject(failure(/Close/));
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(1);
  expect(await state.workspaces.list({})).toHaveLength(1);

  const patient = reserve();
  raw.exec('COMMIT');
  await patient;
  raw.close();
  await state.stop();
});

it('loses nothing when the disk is full, and goes on when it is not', async () => {
  const file = await newFile();
  const database = createDatabase({ file, busyTimeoutMs: 100 });
  await database.open();
  await migrate(database);
  const execs = createExecRepository(database);
  const limit = (pages: number) =>
    database.connection().pragma(`max_page_count = ${String(pages)}`);
  limit(60);
  let written = 0;
  const write = async () => {
    for (; written < 2_000; written += 1)
      await execs.reserve(execRow({ id: `e_${String(written)}` }));
  };
  await expect(write()).rejects.toMatchObject(failure(/Free space/));
  expect(written).toBeGreaterThan(10);
  expect(await execs.list({})).toHaveLength(written);

  limit(100_000);
  await write();
  expect(await execs.list({})).toHaveLength(2_000);
  database.close();
});

it('survives a file that may not grow', async () => {
  const file = await filled();
  const { stdout } = await child('fill', file, { fileSizeBlocks: 400 });
  const { written, code } = JSON.parse(stdout) as { written: number; code: string };
  expect(code).toBe('state_unavailable');

  const state = testState(file);
  await state.start();
  expect(await state.execs.list({})).toHaveLength(written);
  expect(await state.upkeep.check()).toEqual([]);
  await state.stop();
});

it('says that a file or its directory is read-only', async () => {
  const file = await filled();
  await chmod(file, 0o444);
  await chmod(dirname(file), 0o555);
  const { stdout } = await child('fill', file, { unprivileged: true });
  expect(JSON.parse(stdout)).toMatchObject(failure(/writable/));

  const created = await child('fill', join(dirname(file), 'new.db'), { unprivileged: true });
  expect(JSON.parse(created.stdout)).toMatchObject({ code: 'state_unavailable' });
  await chmod(dirname(file), 0o755);
});

it('gives a key to one of several processes', async () => {
  const file = await newFile();
  const runs = await Promise.all([1, 2, 3].map(() => child('claim', file, {})));
  const claimed = runs.flatMap(({ stdout }) => JSON.parse(stdout) as number[]);
  expect(claimed.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n));
});
