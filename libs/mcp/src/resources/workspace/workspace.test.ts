import { AppError } from '@devbench/core';
import { expect, it } from 'vitest';

import { type Called, connect, scriptedClient } from '../../testing/connect.ts';
import { parseWorkspaceUri, workspaceUri } from './uri.ts';

const containers = [
  { container_id: 'c_1', alias: 'box', image: 'debian', status: 'running' },
  { container_id: 'c_2', alias: null, image: 'alpine', status: 'running' },
  { container_id: 'c_3', alias: 'boxes', image: 'alpine', status: 'creating' },
];
const file = { encoding: 'utf-8', etag: '"1"', size: 4, next_offset: null };
const FILES: Record<string, object> = {
  'a b/ü.py': { ...file, content: 'text', mime_type: 'text/x-python' },
  Makefile: { ...file, content: 'all:', mime_type: 'application/octet-stream' },
  'p.png': { ...file, content: 'text', mime_type: 'image/png' },
  raw: { ...file, content: 'AP8=', encoding: 'base64', mime_type: 'application/octet-stream' },
  long: { ...file, content: '', mime_type: 'text/plain', next_offset: 9, size: 1e9 },
};

async function answer({ name, input }: Called): Promise<Record<string, unknown>> {
  const { path = '', glob } = input as { path?: string; glob?: string };
  if (name === 'list_containers') return { containers, next_cursor: null };
  if (name === 'fs_list') {
    const entries = ['main.ts', 'ma[x].ts', 'src'].map((it) => ({
      name: it,
      path: `/workspace/${it}`,
      type: it === 'src' ? 'directory' : 'file',
      size: 1,
    }));
    return { entries, next_cursor: glob === undefined ? 'more' : null };
  }
  if (path === '' || path === 'src') throw new AppError('is_a_directory', 'A folder.');
  const found = FILES[path];
  if (!found) throw new AppError('file_not_found', 'Nothing there.');
  return { ...found };
}

async function setup() {
  const operations = scriptedClient(answer);
  const { client } = await connect(operations);
  const read = async (uri: string) => (await client.readResource({ uri })).contents[0];
  const complete = async (name: string, value: string, container_id?: string) => {
    const { completion } = await client.complete({
      ref: { type: 'ref/resource', uri: 'workspace://{container_id}/{+path}' },
      argument: { name, value },
      ...(container_id !== undefined && { context: { arguments: { container_id } } }),
    });
    return completion;
  };
  return { operations, client, read, complete };
}

it('lists the workspaces that run', async () => {
  const { client } = await setup();

  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();

  expect(resources.map(({ uri, name }) => [uri, name])).toEqual([
    ['workspace://c_1/', 'box'],
    ['workspace://c_2/', 'c_2'],
  ]);
  expect(resourceTemplates[0]?.uriTemplate).toBe('workspace://{container_id}/{+path}');
});

it('gives texts as text, other bytes as blobs, directories as listings', async () => {
  const { read } = await setup();

  expect(await read('workspace://c_1/a%20b/%C3%BC.py')).toMatchObject({
    mimeType: 'text/x-python',
    text: 'text',
    _meta: { 'devbench/file': { etag: '"1"', size: 4 } },
  });
  expect(await read('workspace://box/Makefile')).toMatchObject({ mimeType: 'text/plain' });
  expect(await read('workspace://box/p.png')).toMatchObject({ blob: 'dGV4dA==' });
  expect(await read('workspace://box/raw')).toMatchObject({ blob: 'AP8=' });
  const listing = await read('workspace://box/');
  expect(JSON.parse((listing as { text: string }).text)).toMatchObject({
    entries: [{ uri: 'workspace://box/main.ts' }, { uri: 'workspace://box/ma%5Bx%5D.ts' }, {}],
    truncated: true,
  });
});

it.each([
  ['workspace://c_1/none', 'file_not_found'],
  ['workspace://c_1/long', 'too_large'],
  ['workspace://c_1/%zz', 'invalid_argument'],
  ['workspace:///a', 'invalid_argument'],
  ['other://x', 'invalid_argument'],
])('refuses %s', async (uri, code) => {
  const { read } = await setup();

  await expect(read(uri)).rejects.toMatchObject({ data: { code } });
});

it('completes containers and paths', async () => {
  const { complete, operations } = await setup();

  expect((await complete('container_id', 'box')).values).toEqual(['box']);
  expect((await complete('container_id', 'c_')).values).toEqual(['c_1', 'c_2']);
  expect(await complete('path', '', 'box')).toMatchObject({
    values: ['main.ts', 'ma[x].ts', 'src/'],
    hasMore: true,
  });
  expect((await complete('path', 'd/ma[', 'box')).values).toEqual(['d/ma[x].ts']);
  expect(operations.calls.at(-1)?.input).toMatchObject({ path: 'd/', glob: 'ma?*' });
  expect((await complete('path', 'a')).values).toEqual([]);
  expect((await complete('other', 'a', 'box')).values).toEqual([]);
});

it.each(['a', 'a b/ü?#%', 'x/workspace/y', '😀\n|', '-rf', ''])(
  'finds %j again in its address',
  (path) => {
    expect(parseWorkspaceUri(workspaceUri('c_1', `/workspace/${path}`))).toEqual({
      container_id: 'c_1',
      path,
    });
  },
);
