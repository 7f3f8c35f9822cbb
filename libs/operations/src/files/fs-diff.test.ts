import type { WorkspacePath } from '@devbench/core';
import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { applyPatch } from 'diff';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup(files: Record<string, string | Uint8Array>) {
  const ports = testPorts();
  const operations = createOperations(ports, operationsConfig.parse({}));
  const workspace = aWorkspace({ alias: 'box' });
  await ports.workspaces.reserve(workspace);
  for (const [path, data] of Object.entries(files)) {
    const options = { createParents: true, createOnly: false };
    await ports.files.write(workspace, path as WorkspacePath, Buffer.from(data), options);
  }
  return (input: object) =>
    operations.client.call('fs_diff', aCaller(), { container_id: 'box', path: 'a', ...input });
}

it('compares two files', async () => {
  const call = await setup({ a: '1\n2\n3\n4\n', 'd/b': '1\n2\nX\n4\n5' });

  expect(await call({ to_path: '/workspace/d/b', context: 1 })).toEqual({
    identical: false,
    diff: [
      '--- /workspace/a',
      '+++ /workspace/d/b',
      '@@ -2,3 +2,4 @@',
      ' 2',
      '-3',
      '+X',
      ' 4',
      '+5',
      String.raw`\ No newline at end of file`,
      '',
    ].join('\n'),
    added: 2,
    removed: 1,
    coarse: false,
    truncated: false,
  });
});

it('compares a file with a text, of which it makes it again', async () => {
  const [old, content] = ['a\r\nb\r\n😀\n', 'a\nb\r\n😀😀\n\n'];
  const call = await setup({ a: old });

  const { diff } = await call({ content });

  expect(applyPatch(old, String(diff), { autoConvertLineEndings: false })).toBe(content);
});

it('says that there is no difference', async () => {
  const call = await setup({ a: 'same' });

  expect(await call({ content: 'same' })).toMatchObject({ identical: true, diff: '', added: 0 });
});

it('answers briefly, however much differs', async () => {
  const call = await setup({ a: `${'x'.repeat(100_000)}\n`.repeat(50) });

  const result = await call({ content: 'y\n'.repeat(1_000_000) });

  expect(result).toMatchObject({ truncated: true, removed: 50, added: 1_000_000 });
  expect(JSON.stringify(result).length).toBeLessThan(30_000);
});

it.each([
  ['neither', {}, 'invalid_argument'],
  ['both', { to_path: 'a', content: '' }, 'invalid_argument'],
  ['a missing file', { to_path: 'missing' }, 'file_not_found'],
  ['a directory', { to_path: 'd' }, 'is_a_directory'],
  ['bytes that are no text', { to_path: 'd/binary' }, 'invalid_argument'],
])('refuses %s', async (_, input, code) => {
  const call = await setup({ a: 'a', 'd/binary': new Uint8Array([0, 255]) });

  await expect(call(input)).rejects.toMatchObject({ code });
});
