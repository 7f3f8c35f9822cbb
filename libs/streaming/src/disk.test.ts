import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ExecId } from '@devbench/core';
import { expect, it, onTestFinished } from 'vitest';

import { createWriter, end, id, shelfOf, temporaryDirectory, testOutputs } from './test/outputs.ts';

const KIB = 1024;

it('keeps the newest and says exactly what is gone, also after a restart', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const limits = { perExecBytes: 64 * KIB, segmentBytes: 16 * KIB, memoryBytes: 8 * KIB };
  const log = await testOutputs(directory, limits).open(id);
  const record = createWriter();
  const write = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      await log.append([record(Buffer.alloc(1000), n % 3 ? 'stdout' : 'stderr')]);
    }
  };
  await write(40);
  const oldest = join(directory, id, '00000001.log');
  const bytes = await readFile(oldest);
  await write(160);
  await log.close(end(201));
  // As after a crash between noting what goes and removing it.
  await writeFile(oldest, bytes, { flag: 'wx' });

  for (const reader of [log, await testOutputs(directory, limits).open(id)]) {
    const first = (await reader.read(0, 1)).records[0]?.seq ?? 0;
    expect(first).toBeGreaterThan(100);
    expect(first).toBeLessThan(180);
    for (const cursor of [0, 1, 50, first - 2, first - 1, first, 199]) {
      const page = await reader.read(cursor, 1_000_000);
      const missing = Math.max(0, first - 1 - cursor);
      expect(page.droppedBytes).toBe(missing * 1000);
      expect(page.records).toHaveLength(200 - cursor - missing);
      expect(page).toMatchObject({ nextSeq: 200, complete: true });
    }
  }
});

it('leaves a torn record out and goes on after it', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const record = createWriter();
  const records = Array.from({ length: 10 }, () => record(Buffer.alloc(1000, 'x')));
  const first = testOutputs(directory, { memoryBytes: 4 * KIB });
  const log = await first.open(id);
  for (const one of records) await log.append([one]);
  await first.stop();
  const path = join(directory, id, '00000001.log');
  await truncate(path, (await stat(path)).size - 500);

  const again = await testOutputs(directory).open(id);
  expect(again.lastSeq).toBe(9);
  await again.append(records);
  await again.close(end(11));
  const page = await (await testOutputs(directory).open(id)).read(0, 100_000);
  expect(page.records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(page).toMatchObject({ droppedBytes: 0, complete: true });
});

it('hands a log over: what is durable is there, the rest comes again', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const [left, right] = [testOutputs(directory), testOutputs(directory)];
  const record = createWriter();
  const records = ['a', 'b', 'c'].map((text) => record(text));
  const log = await left.open(id);
  await log.append(records.slice(0, 2));
  await left.release(id);
  await log.append(records);

  const next = await right.open(id);
  expect(next.lastSeq).toBe(0);
  await next.append(records);
  await right.stop();
  expect((await left.open(id)).lastSeq).toBe(3);
});

it('removes what has ended long ago, and nothing that runs', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const outputs = testOutputs(directory, { retentionMs: 3_600_000 });
  await outputs.start();
  const [log, running] = [await outputs.open(id), await outputs.open('e_2' as ExecId)];
  await log.append([createWriter()(Buffer.alloc(100_000))]);
  await log.close(end(2));
  const small = await outputs.open('e_3' as ExecId);
  await small.append([createWriter()('a')]);
  await small.close(end(2));
  await running.append([createWriter()('a')]);
  outputs.clock.advance(3_500_000);
  await expect.poll(() => readdir(directory)).toEqual([id, 'e_2']);
  outputs.clock.advance(200_000);
  await expect.poll(() => readdir(directory)).toEqual(['e_2']);

  for (const old of [log, small]) {
    await expect(old.read(0, 10)).rejects.toMatchObject({ code: 'output_expired' });
  }
  expect(await (await outputs.open(id)).read(0, 10)).toMatchObject({
    records: [],
    complete: false,
  });
  await outputs.stop();
});

it('makes room for all: the oldest ended go first, then the oldest of what runs', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const outputs = testOutputs(directory, {
    totalBytes: 256 * KIB,
    segmentBytes: 16 * KIB,
    memoryBytes: 8 * KIB,
  });
  await outputs.start();
  const fill = async (name: string, records: number) => {
    const log = await outputs.open(name as ExecId);
    const record = createWriter();
    for (let n = 0; n < records; n += 1) await log.append([record(Buffer.alloc(1000))]);
    return log;
  };
  for (const name of ['e_1', 'e_2', 'e_3']) {
    await (await fill(name, 60)).close(end(61));
    outputs.clock.advance(10);
  }
  const running = await fill('e_4', 100);
  expect(await readdir(directory)).toEqual(['e_2', 'e_3', 'e_4']);
  expect((await running.read(0, 1)).droppedBytes).toBe(0);

  await fill('e_5', 220);
  expect(await readdir(directory)).toEqual(['e_4', 'e_5']);
  expect((await running.read(0, 1)).droppedBytes).toBeGreaterThan(0);
  await outputs.stop();
});

it('makes room on the shelf, too, by age', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const outputs = testOutputs(directory, { totalBytes: 100 * KIB });
  await outputs.start();
  const logs = [];
  for (let n = 1; n <= 4; n += 1) {
    const log = outputs.create(`e_${n}` as ExecId);
    await log.append([createWriter()(Buffer.alloc(31_000))]);
    await log.close(end(2));
    outputs.clock.advance(10);
    logs.push(log);
  }

  expect([...shelfOf(directory).outputs.keys()]).toEqual(['e_2', 'e_3', 'e_4']);
  await expect(logs[0]?.read(0, 10)).rejects.toMatchObject({ code: 'output_expired' });
  await outputs.stop();
});

it('reports a disk that takes nothing, keeps the records, and goes on when it does again', async () => {
  const parent = await temporaryDirectory(onTestFinished);
  const directory = join(parent, 'outputs');
  await writeFile(directory, 'in the way');
  const log = await testOutputs(directory, { memoryBytes: 4 * KIB })
    .open(id)
    .catch(String);
  expect(log).toContain('AppError');

  await rm(directory);
  const outputs = testOutputs(directory, { memoryBytes: 4 * KIB });
  const working = await outputs.open(id);
  await writeFile(directory, 'in the way');
  const record = createWriter();
  const append = () => working.append([record(Buffer.alloc(3000))]);
  await append();
  await expect(append()).rejects.toMatchObject({ code: 'state_unavailable' });
  await expect(working.close(end(3))).rejects.toMatchObject({ code: 'state_unavailable' });
  expect((await working.read(0, 10_000)).records).toHaveLength(2);

  await rm(directory);
  await mkdir(directory);
  await working.close(end(3));
  const page = await (await testOutputs(directory).open(id)).read(0, 10_000);
  expect(page.records).toHaveLength(2);
  expect(page.complete).toBe(true);
});
