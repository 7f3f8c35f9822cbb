import { randomBytes } from 'node:crypto';
import { parseWorkspacePath as path } from '@devbench/core';
import { afterEach, expect, it } from 'vitest';
import { createEngineFixture } from '../testing/engine-fixture.ts';

const engine = createEngineFixture();
afterEach(async () => {
  await engine.cleanUp();
  await expect(engine.left()).resolves.toEqual([]);
});
const options = { createParents: true, createOnly: false };

it.each([0, 1, 65_536, 1_000_000, 20_000_000])('keeps %i random bytes', async (length) => {
  const { files } = engine.docker();
  const workspace = await engine.created(engine.docker());
  const content = randomBytes(length);

  const written = await files.write(workspace, path('a/b/c'), content, options);
  const read = await files.read(workspace, path('a/b/c'), { offset: 0, limit: 30_000_000 });

  expect(content.equals(read.data)).toBe(true);
  expect(read.stat).toEqual(written);
  const part = await files.read(workspace, path('a/b/c'), { offset: 10, limit: 5 });
  expect(Buffer.from(part.data)).toEqual(content.subarray(10, 15));
});

it('judges preconditions in the workspace, and one of many writers wins', async () => {
  const docker = engine.docker();
  const { files } = docker;
  const workspace = await engine.created(docker);
  const file = path('f');
  const first = await files.write(workspace, file, Buffer.from('1'), { ...options, mode: 0o600 });
  const listed = await files.list(workspace, path(''), { recursive: true, limit: 10 });
  expect(listed.entries).toEqual([{ path: 'f', ...first }]);
  await expect(files.stat(workspace, file)).resolves.toEqual(first);

  const writers = Array.from({ length: 20 }, (_, index) =>
    files.write(workspace, file, Buffer.from(`w${index}`), { ...options, ifMatch: first.etag }),
  );
  const results = await Promise.allSettled(writers);

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const codes = results.flatMap((it) => (it.status === 'rejected' ? [it.reason as object] : []));
  expect(codes).toEqual(
    codes.map(() => expect.objectContaining({ code: 'etag_mismatch' }) as object),
  );
  await expect(
    files.write(workspace, file, Buffer.alloc(9_000_000), { ...options, createOnly: true }),
  ).rejects.toMatchObject({ code: 'file_exists' });
});

it('refuses in our words', async () => {
  const docker = engine.docker();
  const { files } = docker;
  const workspace = await engine.created(docker);
  await files.write(workspace, path('d/f'), Buffer.from('x'), options);
  const range = { offset: 0, limit: 10 };
  const remove = (name: string, recursive: boolean) =>
    files.delete(workspace, path(name), { recursive });

  await expect(files.read(workspace, path('none'), range)).rejects.toMatchObject({
    code: 'file_not_found',
  });
  await expect(files.read(workspace, path('d'), range)).rejects.toMatchObject({
    code: 'is_a_directory',
  });
  await expect(files.stat(workspace, path('d/f/x'))).rejects.toMatchObject({
    code: 'not_a_directory',
  });
  await expect(remove('d', false)).rejects.toMatchObject({
    code: expect.stringMatching(/not_empty|is_a_directory/) as string,
  });
  await remove('d', true);
  await expect(remove('d', true)).rejects.toMatchObject({ code: 'file_not_found' });
});
