import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup() {
  const ports = testPorts();
  const { client } = createOperations(ports, operationsConfig.parse({}));
  await ports.workspaces.reserve(aWorkspace());
  const call = (name: string, input: object) =>
    client.call(name, aCaller(), { container_id: 'c_1', ...input });
  return { ports, call };
}

it('has one etag for a file, from write, read, stat and list', async () => {
  const { call } = await setup();

  const written = await call('fs_write', { path: 'src/a.py', content: 'print()', mode: '0755' });
  const read = await call('fs_read', { path: '/workspace/src/a.py' });
  const stat = await call('fs_stat', { path: './src/a.py' });
  const list = await call('fs_list', { path: 'src' });

  expect(written).toMatchObject({ path: '/workspace/src/a.py', size: 7, mode: '0755' });
  expect(read).toMatchObject({ content: 'print()', encoding: 'utf-8', next_offset: null });
  expect(stat).toMatchObject({ type: 'file', is_dir: false, mime_type: 'text/x-python' });
  expect(list.entries).toMatchObject([{ name: 'a.py', etag: written.etag }]);
  expect([read.etag, stat.etag]).toEqual([written.etag, written.etag]);
});

it('does not overwrite what has changed or exists', async () => {
  const { call } = await setup();
  const { etag } = await call('fs_write', { path: 'a', content: '1' });
  await call('fs_write', { path: 'a', content: '2', if_match: etag });

  const stale = call('fs_write', { path: 'a', content: '3', if_match_etag: etag });
  const create = call('fs_write', { path: 'a', content: '3', if_none_match: '*' });

  await expect(stale).rejects.toMatchObject({ code: 'etag_mismatch' });
  await expect(create).rejects.toMatchObject({ code: 'file_exists' });
});

it.each([
  [{ path: '/workspace' }, '/workspace is a folder.', 'a file in it'],
  [{ path: 'dir' }, '/workspace/dir is a folder.', 'a file in it'],
  [{ path: 'no/a', create_parents: false }, 'The folder of /workspace/no/a', 'create_parents'],
])('says where %j can be written instead', async (input, message, hint) => {
  const { call } = await setup();
  await call('fs_write', { path: 'dir/a', content: '' });

  await expect(call('fs_write', { content: '', ...input })).rejects.toMatchObject({
    message: expect.stringContaining(message) as string,
    hint: expect.stringContaining(hint) as string,
  });
});

it('gives and takes bytes that are no text as base64', async () => {
  const { call } = await setup();

  await call('fs_write', { path: 'b', content: 'AP/+', encoding: 'base64' });

  expect(await call('fs_read', { path: 'b' })).toMatchObject({
    content: 'AP/+',
    encoding: 'base64',
  });
  const broken = call('fs_write', { path: 'b', content: 'A*', encoding: 'base64' });
  await expect(broken).rejects.toMatchObject({ code: 'invalid_argument' });
});

it('reads a long text in parts that join exactly', async () => {
  const { call } = await setup();
  const content = 'aπ€😀\n'.repeat(20);
  await call('fs_write', { path: 'long', content });

  for (const limit of [4, 5, 7, 1000]) {
    let text = '';
    for (let offset: unknown = 0; offset !== null;) {
      const part = await call('fs_read', { path: 'long', offset, limit });
      expect(part.encoding).toBe('utf-8');
      text += String(part.content);
      offset = part.next_offset;
    }
    expect(text).toBe(content);
  }
});

it('lists in pages, by pattern, to the end', async () => {
  const { call } = await setup();
  for (const path of ['a.py', 'b.txt', 'src/c.py', 'src/deep/d.py']) {
    await call('fs_write', { path, content: '' });
  }
  const paths = async (input: object) => {
    const found: string[] = [];
    for (let cursor: unknown; cursor !== null;) {
      const page = await call('fs_list', { ...input, ...(cursor ? { cursor } : {}) });
      found.push(...(page.entries as { path: string }[]).map(({ path }) => path.slice(11)));
      cursor = page.next_cursor;
    }
    return found;
  };

  expect(await paths({ limit: 1 })).toEqual(['a.py', 'b.txt', 'src']);
  expect(await paths({ recursive: true, glob: '*.py', limit: 2 })).toEqual([
    'a.py',
    'src/c.py',
    'src/deep/d.py',
  ]);
  expect(await paths({ recursive: true, glob: 'src/*.py' })).toEqual(['src/c.py']);
});

it('deletes files and, when asked, directories, never the workspace', async () => {
  const { call } = await setup();
  await call('fs_write', { path: 'dir/a', content: '' });

  const full = call('fs_delete', { path: 'dir' });
  await expect(full).rejects.toMatchObject({ code: 'directory_not_empty' });
  const all = call('fs_delete', { path: '/workspace', recursive: true });
  await expect(all).rejects.toMatchObject({ code: 'invalid_argument' });

  expect(await call('fs_delete', { path: 'dir', recursive: true })).toEqual({
    status: 'deleted',
    path: '/workspace/dir',
  });
});

it.each(['../etc/passwd', '/etc/passwd', 'a/../../b', '/workspace/../x'])(
  'refuses the path %s everywhere',
  async (path) => {
    const { call } = await setup();

    for (const name of ['fs_read', 'fs_stat', 'fs_list', 'fs_delete']) {
      const refused = call(name, { path });
      await expect(refused).rejects.toMatchObject({ code: 'path_outside_workspace' });
    }
  },
);
