import { cp } from 'node:fs/promises';
import { join } from 'node:path';

import type { OutputLog, OutputRecord } from '@devbench/core';
import { expect, it, onTestFinished } from 'vitest';

import type { OutputsConfig } from './config.ts';
import { createWriter, end, id, temporaryDirectory, testOutputs } from './test/outputs.ts';
import { createRandom } from './test/random.ts';

type Random = ReturnType<typeof createRandom>;

/** Follows a log by its own cursor and checks each answer against what was written, and whether the one before still is the same. */
function createReader(random: Random, written: readonly OutputRecord[]) {
  let cursor = 0;
  let before: readonly OutputRecord[] = [];
  const memory = random.chance(0.5) ? Buffer.alloc(random.integer(1, 50_000)) : undefined;
  const sizeBetween = (from: number, to: number) =>
    written.slice(from, to).reduce((sum, { data }) => sum + data.byteLength, 0);
  const step = async (log: OutputLog) => {
    const maxBytes = random.integer(1, random.chance(0.2) ? 200_000 : 20_000);
    const wrong = () => before.filter((record) => !isSame(record, written[record.seq - 1]));
    expect(wrong()).toEqual([]);
    const page = await log.read(cursor, maxBytes, memory);
    before = page.records;
    const first = page.records[0]?.seq ?? page.nextSeq + 1;
    expect(wrong()).toEqual([]);
    expect(page.droppedBytes).toBe(sizeBetween(cursor, first - 1));
    expect(page.nextSeq).toBeGreaterThanOrEqual(cursor);
    cursor = page.nextSeq;
    return page.complete;
  };
  const finish = async (log: OutputLog) => {
    while (!(await step(log)));
    expect(cursor).toBe(written.length);
  };
  return { step, finish };
}

function isSame(record: OutputRecord, expected: OutputRecord | undefined): boolean {
  return (
    record.seq === expected?.seq &&
    record.stream === expected.stream &&
    record.offset === expected.offset &&
    record.at.getTime() === expected.at.getTime() &&
    Buffer.compare(record.data, expected.data) === 0
  );
}

/** One history: appends, polls, crashes with and without the newest bytes of the disk, and the end. */
async function live(seed: number, limits: Partial<OutputsConfig>): Promise<void> {
  const random = createRandom(seed);
  const record = createWriter();
  const written: OutputRecord[] = [];
  const readers = [0, 1, 2].map(() => createReader(random, written));
  let directory = await temporaryDirectory(onTestFinished);
  let outputs = testOutputs(directory, limits);
  let log = await outputs.open(id);
  let durable = 0;
  const follow = () => log.onDurable((seq) => (durable = seq));
  follow();

  for (let round = 0; round < 60; round += 1) {
    const batch = Array.from({ length: random.integer(1, 8) }, () =>
      record(random.bytes(random.size()), random.chance(0.7) ? 'stdout' : 'stderr'),
    );
    written.push(...batch);
    const polls = readers.filter(() => random.chance(0.3)).map((reader) => reader.step(log));
    const lent = batch.map((record) => ({ ...record, data: Buffer.from(record.data) }));
    await Promise.all([log.append(lent), ...polls]);
    for (const { data } of lent) data.fill(0);

    if (random.chance(0.08)) {
      // As the agent does it: what was not acknowledged comes again, some of what was too.
      const acknowledged = durable;
      const copy = join(await temporaryDirectory(onTestFinished), 'copy');
      await cp(directory, copy, { recursive: true }).catch(() => undefined);
      directory = random.chance(0.5) ? copy : directory;
      await outputs.release(id);
      outputs = testOutputs(directory, limits);
      log = await outputs.open(id);
      expect(log.lastSeq).toBeGreaterThanOrEqual(acknowledged);
      follow();
      await log.append(written.slice(Math.max(0, log.lastSeq - random.integer(0, 5))));
    }
  }
  await Promise.all([log.close(end(written.length + 1)), ...readers.map((r) => r.finish(log))]);

  const later = await testOutputs(directory, limits).open(id);
  await createReader(random, written).finish(later);
}

const SEEDS = Array.from({ length: 15 }, (_, n) => n + 1);

it.each(SEEDS)('loses nothing when there is room (seed %i)', async (seed) => {
  await live(seed, { memoryBytes: 16_384, segmentBytes: 32_768 });
});

it.each(SEEDS)('counts exactly what it drops when there is not (seed %i)', async (seed) => {
  const perExecBytes = 131_072;
  await live(seed + 1000, { memoryBytes: 16_384, segmentBytes: 32_768, perExecBytes });
});
