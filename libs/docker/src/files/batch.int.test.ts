import { type FileOperation, parseWorkspacePath as path } from '@devbench/core';
import { afterEach, expect, it } from 'vitest';
import { createEngineFixture } from '../testing/engine-fixture.ts';

const engine = createEngineFixture();
afterEach(async () => {
  await engine.cleanUp();
});
const options = { createParents: true, createOnly: false };
const write = (name: string, data: Uint8Array | string, more = {}): FileOperation => ({
  op: 'write',
  path: path(name),
  data: Buffer.from(data),
  options: { ...options, ...more },
});

it('does every kind of operation in the workspace, or none', async () => {
  const docker = engine.docker();
  const { files } = docker;
  const workspace = await engine.created(docker);
  const big = Buffer.alloc(900_000, 'x');
  const all: FileOperation[] = [
    write('a', big, { mode: 0o600 }),
    { op: 'copy', path: path('a'), to: path('d/b'), options, recursive: false },
    { op: 'mkdir', path: path('e/f'), options: { ...options, mode: 0o700 } },
    { op: 'move', path: path('d'), to: path('e/d'), options },
    { op: 'read', path: path('e/d/b'), offset: 0, limit: 10 },
    { op: 'delete', path: path('a'), recursive: false },
  ];

  const results = await files.batch(workspace, all);

  expect(results.map(({ stat }) => stat?.type)).toEqual([
    'file',
    'file',
    'directory',
    'directory',
    'file',
    undefined,
  ]);
  expect(results[4]?.data).toEqual(Buffer.alloc(10, 'x'));
  const { entries } = await files.list(workspace, path(''), { recursive: true, limit: 100 });
  expect(entries.map((it) => [it.path, it.mode.toString(8)])).toEqual([
    ['e', '755'],
    ['e/d', '755'],
    ['e/d/b', '600'],
    ['e/f', '700'],
  ]);

  const failing = files.batch(workspace, [
    write('e/d/b', 'changed'),
    { op: 'delete', path: path('e/f'), recursive: true },
    write('e/d/b', 'changed', { createOnly: true }),
  ]);
  await expect(failing).rejects.toMatchObject({
    code: 'file_exists',
    message: 'operations.2: /workspace/e/d/b exists already. Nothing was changed.',
    data: { operation: 2 },
  });
  const after = await files.list(workspace, path(''), { recursive: true, limit: 100 });
  expect(after.entries).toEqual(
    entries.map((entry) => ({
      ...entry,
      etag: expect.any(String) as string,
      mtime: expect.any(Date) as Date,
    })),
  );
  expect(after.entries[2]?.size).toBe(900_000);

  const tooMuch = files.batch(workspace, [write('x', big), write('y', big)]);
  await expect(tooMuch).rejects.toMatchObject({ code: 'too_large' });
});
