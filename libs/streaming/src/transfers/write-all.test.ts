import { constants } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { writeAll } from './write-all.ts';

async function* chunks(sizes: readonly number[], failure?: Error) {
  for (const [index, size] of sizes.entries()) yield Buffer.alloc(size, index);
  if (failure !== undefined) throw failure;
}

it('writes all bytes in their order, however they come', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'write-all-'));
  try {
    const sizes = Array.from({ length: 200 }, (_, index) => (index * 7919) % 65_536);
    await using file = await open(join(folder, 'f'), 'w');
    const bytes = await writeAll(file, chunks(sizes));

    const expected = Buffer.concat(sizes.map((size, index) => Buffer.alloc(size, index)));
    expect(bytes).toBe(expected.length);
    expect(expected.equals(await readFile(join(folder, 'f')))).toBe(true);

    await expect(writeAll(file, chunks([1, 2, 3], new Error('source')))).rejects.toThrow('source');
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('takes no more once a write has failed', async () => {
  await using full = await open('/dev/full', constants.O_WRONLY);
  let taken = 0;
  async function* endless() {
    for (;;) {
      taken += 1;
      yield Buffer.alloc(65_536);
    }
  }
  await expect(writeAll(full, endless())).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(taken).toBeLessThan(100);
});
