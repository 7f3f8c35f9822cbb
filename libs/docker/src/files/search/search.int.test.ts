import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { parseWorkspacePath as path, type SearchQuery } from '@devbench/core';
import { afterEach, expect, it } from 'vitest';
import { createEngineFixture } from '../../testing/engine-fixture.ts';

const engine = createEngineFixture();
afterEach(async () => {
  await engine.cleanUp();
});
const base: SearchQuery = {
  pattern: 'needle',
  literal: false,
  ignoreCase: false,
  accepts: () => true,
  context: 0,
  maxResults: 100,
  includeIgnored: false,
};

async function setup(tree: Record<string, string | Uint8Array>) {
  const docker = engine.docker();
  const workspace = await engine.created(docker);
  const options = { createParents: true, createOnly: false };
  for (const [name, data] of Object.entries(tree)) {
    await docker.files.write(workspace, path(name), Buffer.from(data), options);
  }
  const never = new AbortController().signal;
  const search = (change: Partial<SearchQuery> = {}, from = '', signal = never) =>
    docker.files.search(workspace, path(from), { ...base, ...change }, signal);
  const where = async (...input: Parameters<typeof search>) =>
    (await search(...input)).matches.map((it) => `${it.path}:${it.line}:${it.column}`);
  return { docker, files: docker.files, workspace, search, where };
}

it('finds what is text and not ignored, in a stable order', async () => {
  const { search, where } = await setup({
    '.gitignore': '*.log\n/out/\n',
    'a.log': 'needle',
    'b.txt': 'x\r\n  needle needle\r\nneedle',
    binary: new Uint8Array([...Buffer.from('needle'), 0]),
    large: Buffer.alloc(5_000_000, 'needle\n'),
    medium: `${'x\n'.repeat(500_000)}needle\n`,
    'node_modules/m/i.js': 'needle',
    '.git/config': 'needle',
    'out/o': 'needle',
    'src/.gitignore': '!k.log',
    'src/k.log': 'needle',
    'src/deep/out/o': 'needle',
    zero: '',
  });
  const all = ['b.txt:2:3', 'b.txt:3:1', 'medium:500001:1', 'src/k.log:1:1', 'src/deep/out/o:1:1'];

  const result = await search();

  expect(result).toMatchObject({ truncated: false, filesSearched: 7 });
  expect(result.notes).toEqual(['1 file skipped: binary', '1 file skipped: over 4 MiB']);
  expect(await where()).toEqual(all);
  expect(await where({ includeIgnored: true })).toHaveLength(all.length + 4);
  expect(await where({ accepts: (name) => name.endsWith('.log') })).toEqual(['src/k.log:1:1']);
  expect(await where({ maxResults: 1 })).toEqual(['b.txt:2:3']);
  expect(await where({}, 'src')).toEqual(['src/k.log:1:1', 'src/deep/out/o:1:1']);
  expect(await where({}, 'b.txt')).toEqual(['b.txt:2:3', 'b.txt:3:1']);
  expect(await where({}, 'out')).toEqual(['out/o:1:1']);
  expect(await where({}, 'node_modules/m')).toEqual(['node_modules/m/i.js:1:1']);
  expect(await where({ pattern: 'eedle n', literal: true })).toEqual(['b.txt:2:4']);
});

it.each([
  ['(', '', 'invalid_argument'],
  ['(?<=a)b', '', 'invalid_argument'],
  ['a', 'none', 'file_not_found'],
  ['a', 'f/x', 'not_a_directory'],
])('refuses %s in %s: %s', async (pattern, from, code) => {
  const { search } = await setup({ f: 'x' });

  await expect(search({ pattern }, from)).rejects.toMatchObject({ code });
});

it('does not delay others, ends at a signal, and gives its turn back', async () => {
  const rules = `${'*a'.repeat(200)}b\n`.repeat(2000);
  const { files, workspace, search } = await setup({
    '.gitignore': rules,
    ...Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`${'a'.repeat(200)}${i}`, 'a'.repeat(100_000)]),
    ),
  });
  const cancel = new AbortController();
  const hostile = Array.from({ length: 5 }, () =>
    search({ pattern: '(.*a){200}[b]' }, '', cancel.signal),
  );
  const ends = Promise.allSettled(hostile);

  let worst = 0;
  for (let round = 0; round < 100; round += 1) {
    const began = performance.now();
    await files.stat(workspace, path(''));
    worst = Math.max(worst, performance.now() - began);
  }
  // One search alone takes longer.
  expect(worst).toBeLessThan(5_000);

  cancel.abort(new Error('enough'));
  expect((await ends).map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  await expect(search({ pattern: 'none', includeIgnored: true })).resolves.toMatchObject({
    matches: [],
  });
});

it('leaves no thread when the engine is left', async () => {
  const { docker, search } = await setup({ 'a.txt': 'needle' });
  const starting = once(process, 'worker') as Promise<[Worker]>;
  await search();
  const [worker] = await starting;
  expect(worker.threadId).toBeGreaterThan(0);

  await docker.stop();

  expect(worker.threadId).toBe(-1);
});
