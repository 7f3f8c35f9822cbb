import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { ManualClock } from '@devbench/testing';
import { expect, it } from 'vitest';

import { createArchives } from './archives.ts';

const MINUTE = 60_000;

async function setup(limits: { ownerBytes?: number; totalBytes?: number } = {}) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'devbench-archives-'));
  const clock = new ManualClock();
  const make = (pid = process.pid) =>
    createArchives({
      folder: folder.path,
      ownerBytes: 1000,
      totalBytes: 2000,
      ...limits,
      clock,
      pid,
      isAlive: (asked) => asked === process.pid,
    });
  const archives = make();
  await archives.start();
  return {
    ...{ archives, clock, make, folder: folder.path },
    async [Symbol.asyncDispose]() {
      await archives.stop();
      await folder.remove();
    },
  };
}

async function* bytes(...sizes: number[]) {
  for (const size of sizes) yield Buffer.alloc(size, 'x');
}

it('keeps an archive for its time, for every server of the folder', async () => {
  await using s = await setup();
  const { id } = await s.archives.keep('alice', bytes(3, 4), MINUTE);

  const found = await s.make().find(id);
  expect(found?.bytes).toBe(7);
  expect((await buffer(found?.read(2, 3) ?? bytes())).toString()).toBe('xxx');
  expect(await s.archives.find(`${id}0`)).toBeUndefined();
  expect(await s.archives.find('../state.db')).toBeUndefined();

  const later = async () => {
    await s.clock.advance(MINUTE);
    return readdir(s.folder);
  };
  await expect.poll(later).toEqual([]);
  expect(await s.archives.find(id)).toBeUndefined();
});

it('lets one take no more than his part, and all no more than there is', async () => {
  await using s = await setup();
  await s.archives.keep('alice', bytes(600), MINUTE);

  const tooMuch = { code: 'quota_exceeded' };
  await expect(s.archives.keep('alice', bytes(300, 101), MINUTE)).rejects.toMatchObject(tooMuch);
  await s.archives.keep('alice', bytes(400), MINUTE);
  await s.archives.keep('bob', bytes(900), MINUTE);
  await expect(s.archives.keep('carol', bytes(101), MINUTE)).rejects.toMatchObject(tooMuch);
  await s.archives.keep('carol', bytes(100), MINUTE);
  expect(await readdir(s.folder)).toHaveLength(4);
});

it('counts none whose time is over, also before it is swept away', async () => {
  await using s = await setup();
  await s.archives.keep('alice', bytes(1000), 1000);
  await s.clock.advance(1000);

  await s.archives.keep('alice', bytes(1000), MINUTE);
  expect(await readdir(s.folder)).toHaveLength(2);
});

it('counts what is written at the same time', async () => {
  await using s = await setup({ ownerBytes: 1000 });
  const both = [1, 2].map(() => s.archives.keep('alice', bytes(300, 300), MINUTE));

  const results = await Promise.allSettled(both);

  expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(2);
});

it('leaves nothing of one that breaks off, nor of a server that died', async () => {
  await using s = await setup();
  async function* broken() {
    yield Buffer.alloc(10);
    throw new Error('gone');
  }
  await expect(s.archives.keep('alice', broken(), MINUTE)).rejects.toThrow('gone');
  await writeFile(join(s.folder, `unfinished-${'a'.repeat(24)}-999999`), 'x');
  const mine = `unfinished-${'b'.repeat(24)}-${process.pid}`;
  await writeFile(join(s.folder, mine), 'x');

  const next = s.make();
  await next.start();

  await expect.poll(() => readdir(s.folder)).toEqual([mine]);
  await next.stop();
});
