import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup(folder?: string) {
  const ports = testPorts();
  ports.transfers.folder = folder;
  const { client } = createOperations(ports, operationsConfig.parse({}));
  await ports.workspaces.reserve(aWorkspace());
  const call = (name: string, input: object) =>
    client.call(name, aCaller(), { container_id: 'c_1', ...input });
  return { ports, call };
}

it('carries a small tree inline', async () => {
  const { call } = await setup();
  await call('fs_write', { path: 'src/a', content: 'content' });

  const exported = await call('fs_export', { path: 'src' });
  expect(exported).toMatchObject({ files: 1, bytes: 7, skipped: 0 });
  const { content_base64 } = exported;
  const imported = await call('fs_import', { path: 'copy', content_base64 });

  expect(imported).toMatchObject({ path: '/workspace/copy', files: 1, bytes: 7 });
  expect(await call('fs_read', { path: 'copy/a' })).toMatchObject({ content: 'content' });
});

it('says how to get what is too large for a reply', async () => {
  const { call } = await setup();
  await call('fs_write', { path: 'a', content: 'x'.repeat(300_000) });

  await expect(call('fs_export', {})).rejects.toMatchObject({
    code: 'too_large',
    hint: expect.stringContaining('MCP_TRANSFER_DIR') as string,
  });
});

it('goes through the transfer folder when there is one', async () => {
  const { ports, call } = await setup('/transfer');
  await call('fs_write', { path: 'my dir/a', content: 'x'.repeat(300_000) });

  const { file } = await call('fs_export', { path: 'my dir', compression: 'none' });
  expect(file).toMatch(/^\/transfer\/my_dir-\w+\.tar$/);
  await call('fs_export', { path: 'my dir', file: 'mine.tgz' });
  expect([...ports.transfers.files.keys()]).toContain('mine.tgz');

  expect(await call('fs_import', { path: 'b', file: 'mine.tgz' })).toMatchObject({ files: 1 });
  await expect(call('fs_import', { file: 'none' })).rejects.toMatchObject({
    code: 'file_not_found',
  });
});

it.each([{}, { file: 'a', content_base64: 'AAAA' }])('wants one source: %j', async (input) => {
  const { call } = await setup('/transfer');
  await expect(call('fs_import', input)).rejects.toMatchObject({ code: 'invalid_argument' });
});
