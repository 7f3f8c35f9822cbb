import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { ExecId } from '@devbench/core';
import { expect, it, onTestFinished, vi } from 'vitest';

import {
  createWriter,
  end,
  id,
  shelfOf,
  temporaryDirectory,
  testOutputs,
  textOf,
} from './test/outputs.ts';

it('gives the first byte to the default cursor, in order, once', async () => {
  const log = await testOutputs(await temporaryDirectory(onTestFinished)).open(id);
  const record = createWriter();
  const records = [record('out'), record('err', 'stderr'), record('\0ä')];
  await log.append(records);
  await log.append(records);

  const page = await log.read(0, 1_000);
  expect(page.records.map((r) => ({ ...r, data: Buffer.from(r.data) }))).toEqual(records);
  expect(page).toMatchObject({ nextSeq: 3, droppedBytes: 0, complete: false });
  expect(await log.read(3, 1_000)).toMatchObject({ records: [], nextSeq: 3, complete: false });
});

it('gives at least one record, then what fits', async () => {
  const log = await testOutputs(await temporaryDirectory(onTestFinished)).open(id);
  const record = createWriter();
  await log.append(['1234', '5', '6', '7'].map((text) => record(text)));

  expect(textOf((await log.read(0, 1)).records)).toBe('1234');
  expect(textOf((await log.read(1, 2)).records)).toBe('56');
});

it('puts a small output with its end on the shelf, and knows it afterwards', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const log = await testOutputs(directory).open(id);
  const durable: number[] = [];
  log.onDurable((seq) => durable.push(seq));
  const record = createWriter();
  await log.append([record('hello')]);
  await log.append([record('!', 'stderr')]);
  expect(await readdir(directory)).toEqual([]);
  const how = end(3, { signal: 'SIGTERM', usage: undefined });
  await log.close(how);

  expect(await readdir(directory)).toEqual([]);
  expect([...shelfOf(directory).outputs.keys()]).toEqual([id]);
  expect(durable).toEqual([2]);

  const again = await testOutputs(directory).open(id);
  expect(again.lastSeq).toBe(2);
  const page = await again.read(0, 1_000);
  expect(textOf(page.records)).toBe('hello!');
  expect(page).toMatchObject({ nextSeq: 2, droppedBytes: 0, complete: true });
});

it('writes a longer output with its end as one private file', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const log = await testOutputs(directory).open(id);
  await log.append([createWriter()(Buffer.alloc(100_000))]);
  await log.close(end(2));

  const files = await readdir(join(directory, id));
  expect(files).toEqual([expect.stringMatching(/^00000001\.\d+\.end$/)]);
  expect((await stat(join(directory, id))).mode & 0o777).toBe(0o700);
  expect((await stat(join(directory, id, String(files[0])))).mode & 0o777).toBe(0o600);
  expect(shelfOf(directory).outputs.size).toBe(0);
});

it('tells the end to readers before it is safe, and puts those that are closed together away as one', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const shelf = shelfOf(directory);
  const put = vi.spyOn(shelf, 'put');
  const outputs = testOutputs(directory);
  const logs = ['e_1', 'e_2', 'e_3'].map((name) => outputs.create(name as ExecId));
  for (const log of logs) {
    await log.append([createWriter()('a')]);
    log.end(end(2));
    expect(await log.read(0, 10)).toMatchObject({ nextSeq: 1, complete: true });
  }
  expect(put).not.toHaveBeenCalled();

  await Promise.all(logs.map((log) => log.close(end(9, { exitCode: 9 }))));

  expect(put).toHaveBeenCalledTimes(1);
  const again = await testOutputs(directory).open('e_3' as ExecId);
  expect(await again.read(1, 10)).toMatchObject({ records: [], nextSeq: 1, complete: true });
});

it('wakes those who wait at once: on output, at the end, on release; not who has gone', async () => {
  const outputs = testOutputs(await temporaryDirectory(onTestFinished));
  const log = await outputs.open(id);
  const record = createWriter();
  const told: string[] = [];
  const watch = (name: string, afterSeq: number, of = log) =>
    of.whenChanged(afterSeq, () => told.push(name));
  watch('first', 0);
  watch('second', 0);
  watch('gone', 0)();
  await log.append([record('a')]);
  expect(told.splice(0)).toEqual(['first', 'second']);
  watch('known', 0);
  expect(told.splice(0)).toEqual(['known']);

  watch('more', 1);
  await log.append([record('b')]);
  expect(told.splice(0)).toEqual(['more']);
  watch('closed', 5);
  await log.close(end(3));
  watch('after', 5);
  expect(told.splice(0)).toEqual(['closed', 'after']);

  const other = await outputs.open('e_2' as ExecId);
  watch('released', 0, other);
  await outputs.release('e_2' as ExecId);
  expect(told).toEqual(['released']);
});

it('counts what never came as dropped', async () => {
  const log = await testOutputs(await temporaryDirectory(onTestFinished)).open(id);
  const at = new Date();
  const data = Buffer.from('ab');
  await log.append([{ seq: 1, stream: 'stdout', offset: 0, at, data }]);
  await log.append([{ seq: 5, stream: 'stdout', offset: 12, at, data }]);
  await log.append([{ seq: 6, stream: 'stderr', offset: 7, at, data }]);
  const usage = {
    wallMs: 1,
    cpuMs: 1,
    userMs: 1,
    systemMs: 0,
    memPeakBytes: 1,
    stdoutBytes: 15,
    stderrBytes: 13,
  };
  await log.close(end(10, { usage }));

  expect(await log.read(0, 1)).toMatchObject({ nextSeq: 1, droppedBytes: 0 });
  expect(await log.read(1, 1)).toMatchObject({ nextSeq: 5, droppedBytes: 10 });
  expect(await log.read(5, 100)).toMatchObject({ nextSeq: 9, droppedBytes: 12, complete: true });
  expect(await log.read(0, 100)).toMatchObject({ nextSeq: 9, droppedBytes: 22, complete: true });
  expect(await log.read(9, 100)).toMatchObject({ nextSeq: 9, droppedBytes: 0, complete: true });
});

it('writes what lingers, on the next tick', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const outputs = testOutputs(directory);
  await outputs.start();
  const log = await outputs.open(id);
  const durable = new Promise((resolve) => log.onDurable(resolve));
  await log.append([createWriter()('a')]);
  outputs.clock.advance(1_000);
  expect(await durable).toBe(1);
  await outputs.stop();
});

it('removes', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const outputs = testOutputs(directory);
  const log = await outputs.open(id);
  await log.append([createWriter()('a')]);
  await log.close(end(2));
  await outputs.remove(id);
  await outputs.remove(id);

  expect(shelfOf(directory).outputs.size).toBe(0);
  await expect(log.read(0, 1)).rejects.toMatchObject({ code: 'output_expired' });
});

it('takes no id for a path', async () => {
  const outputs = testOutputs(await temporaryDirectory(onTestFinished));
  await expect(outputs.open('../x' as ExecId)).rejects.toMatchObject({ code: 'exec_not_found' });
});
