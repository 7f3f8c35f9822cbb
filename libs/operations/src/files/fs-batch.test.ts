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
  const batch = (...operations: object[]) => call('fs_batch', { operations });
  const read = async (path: string) => (await call('fs_read', { path })).content;
  return { call, batch, read };
}

it('does several things in order', async () => {
  const { batch, read } = await setup();

  const { results } = await batch(
    { op: 'write', path: 'a', content: 'AP/+', encoding: 'base64', mode: '0600' },
    { op: 'copy', path: 'a', to: 'deep/b' },
    { op: 'write', path: 'c', content: 'text' },
    { op: 'move', path: 'c', to: 'd' },
    { op: 'mkdir', path: 'new', mode: '700' },
    { op: 'read', path: '/workspace/d' },
    { op: 'read', path: 'deep/b' },
    { op: 'delete', path: 'a' },
  );

  expect(results).toMatchObject([
    { op: 'write', path: '/workspace/a', size: 3, mode: '0600' },
    { op: 'copy', path: '/workspace/deep/b' },
    { op: 'write' },
    { op: 'move', path: '/workspace/d' },
    { op: 'mkdir', mode: '0700' },
    { op: 'read', content: 'text', encoding: 'utf-8' },
    { op: 'read', content: 'AP/+', encoding: 'base64' },
    { op: 'delete', path: '/workspace/a' },
  ]);
  expect(await read('d')).toBe('text');
});

it('names the operation that failed, and leaves everything as it was', async () => {
  const { call, batch, read } = await setup();
  const { etag } = await call('fs_write', { path: 'a', content: 'old' });

  const failed = batch(
    { op: 'write', path: 'a', content: 'new', if_match: etag },
    { op: 'write', path: 'b', content: 'b' },
    { op: 'delete', path: 'missing' },
  );

  await expect(failed).rejects.toMatchObject({
    code: 'file_not_found',
    message: expect.stringContaining('operations.2') as string,
    data: { operation: 2 },
  });
  expect(await read('a')).toBe('old');
  await expect(read('b')).rejects.toMatchObject({ code: 'file_not_found' });
});

it('cuts what it reads between characters', async () => {
  const { call, batch } = await setup();
  await call('fs_write', { path: 'long', content: '€'.repeat(30_000) });

  const { results } = await batch({ op: 'read', path: 'long' });

  expect(results).toMatchObject([{ encoding: 'utf-8', truncated: true, size: 90_000 }]);
});

it.each([
  ['no content', { op: 'write', path: 'a' }, 'invalid_argument'],
  ['no destination', { op: 'move', path: 'a' }, 'invalid_argument'],
  ['a needless field', { op: 'read', path: 'a', if_match_etag: '1' }, 'invalid_argument'],
  ['a bad mode', { op: 'write', path: 'a', content: '', mode: '4755' }, 'invalid_argument'],
  ['both names', { op: 'delete', path: 'a', if_match: '', if_match_etag: '' }, 'invalid_argument'],
  ['the workspace', { op: 'delete', path: '.', recursive: true }, 'invalid_argument'],
  ['a path outside', { op: 'read', path: '../a' }, 'path_outside_workspace'],
  ['a destination outside', { op: 'copy', path: 'a', to: '/etc/x' }, 'path_outside_workspace'],
  ['an unknown operation', { op: 'chmod', path: 'a' }, 'invalid_argument'],
])('refuses %s', async (_, operation, code) => {
  const { batch, read } = await setup();

  const failed = batch({ op: 'write', path: 'x', content: 'x' }, operation);

  await expect(failed).rejects.toMatchObject({ code });
  await expect(failed).rejects.toThrow(/operations\.1/);
  await expect(read('x')).rejects.toMatchObject({ code: 'file_not_found' });
});
