import {
  mkdirSync,
  mkdtempDisposableSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createTransfers } from './transfers.ts';

async function* chunks(...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text);
}

const temp = () => mkdtempDisposableSync(join(tmpdir(), 'transfers-'));
const inFolder = (folder: string | undefined) =>
  createTransfers({ folder, pid: 7, isAlive: (pid) => pid === 7 });

it('keeps what was saved, under its own name only', async () => {
  using folder = temp();
  const transfers = inFolder(folder.path);

  await expect(transfers.save('a.tar', chunks('one', 'two'))).resolves.toEqual({
    path: join(folder.path, 'a.tar'),
    bytes: 6,
  });

  const { bytes, data } = await transfers.open('a.tar');
  const read: Uint8Array[] = [];
  for await (const chunk of data) read.push(chunk);
  expect([bytes, Buffer.concat(read).toString()]).toEqual([6, 'onetwo']);
  expect(readdirSync(folder.path)).toEqual(['a.tar']);
  await expect(transfers.save('a.tar', chunks('x'))).rejects.toMatchObject({ code: 'file_exists' });
  expect(readFileSync(join(folder.path, 'a.tar'), 'utf8')).toBe('onetwo');
});

it('leaves nothing of what was not complete, nor of a server that died', async () => {
  using folder = temp();
  const transfers = inFolder(folder.path);
  async function* broken() {
    yield Buffer.from('half');
    expect(readdirSync(folder.path)).toHaveLength(1);
    throw new Error('cut');
  }

  await expect(transfers.save('a', broken())).rejects.toThrow('cut');
  expect(readdirSync(folder.path)).toEqual([]);

  const [dead, living] = ['.devbench-8-0123456789abcdef', '.devbench-7-0123456789abcdef'];
  for (const name of [dead, living, 'other']) writeFileSync(join(folder.path, name), '');
  await transfers.start?.();
  expect(readdirSync(folder.path).sort()).toEqual([living, 'other']);
});

it.each(['../x', 'a/b', '/etc/passwd', '.', '..', '', 'a\0b', String.raw`..\x`, 'n'.repeat(256)])(
  'refuses the name %j',
  async (name) => {
    using folder = temp();
    const transfers = inFolder(join(folder.path, 'in'));
    await transfers.start?.();

    const refused = { code: 'invalid_argument' };
    await expect(transfers.open(name)).rejects.toMatchObject(refused);
    await expect(transfers.save(name, chunks('x'))).rejects.toMatchObject(refused);
    expect(readdirSync(folder.path)).toEqual(['in']);
  },
);

it('follows no link and opens only regular files', async () => {
  using folder = temp();
  const transfers = inFolder(folder.path);
  symlinkSync('/etc/passwd', join(folder.path, 'link'));
  mkdirSync(join(folder.path, 'dir'));

  for (const name of ['link', 'dir']) {
    await expect(transfers.open(name)).rejects.toMatchObject({ code: 'not_a_regular_file' });
    await expect(transfers.save(name, chunks('x'))).rejects.toMatchObject({ code: 'file_exists' });
  }
  await expect(transfers.open('none')).rejects.toMatchObject({ code: 'file_not_found' });
});

it('says when there is no folder', async () => {
  const transfers = inFolder(undefined);
  expect(transfers.folder).toBeUndefined();
  await expect(transfers.open('a')).rejects.toMatchObject({ code: 'invalid_argument' });
});
