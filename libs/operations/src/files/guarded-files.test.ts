import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup() {
  const ports = testPorts();
  await ports.workspaces.reserve(aWorkspace());
  const { client } = createOperations(ports, operationsConfig.parse({}));
  const call = (name: string, input: object) =>
    client.call(name, aCaller(), { container_id: 'c_1', ...input });
  await call('fs_write', { path: 'a/key', content: 'hidden' });
  await call('fs_write', { path: 'a/open', content: 'hidden' });
  ports.policy.deniedPaths.push('/workspace/a/key');
  return { ports, call };
}

const edits = [{ old_text: 'hidden', new_text: '' }];
const batch = (operation: object) => ({ operations: [operation] });

it.each([
  ['fs_read', { path: 'a/key' }],
  ['fs_read', { path: '/workspace/./a//key' }],
  ['fs_stat', { path: 'a/key' }],
  ['fs_write', { path: 'a/key', content: '' }],
  ['fs_write', { path: 'a/key/below', content: '' }],
  ['fs_edit', { path: 'a/key', edits }],
  ['fs_delete', { path: 'a/key' }],
  ['fs_delete', { path: 'a', recursive: true }],
  ['fs_list', { path: 'a/key' }],
  ['fs_search', { path: 'a/key', pattern: 'hidden' }],
  ['fs_diff', { path: 'a/key', to_path: 'a/open' }],
  ['fs_export', { path: 'a/key' }],
  ['fs_import', { path: 'a', content_base64: 'W10=' }],
  ['fs_batch', batch({ op: 'read', path: 'a/key' })],
  ['fs_batch', batch({ op: 'move', path: 'a', to: 'b' })],
  ['fs_batch', batch({ op: 'copy', path: 'a', to: 'b', recursive: true })],
  ['fs_batch', batch({ op: 'copy', path: 'a/open', to: 'a/key' })],
])('%s refuses %j', async (name, input) => {
  const { ports, call } = await setup();
  await expect(call(name, input)).rejects.toMatchObject({
    code: 'policy_denied',
    data: { rule: '/workspace/a/key' },
  });
  ports.policy.deniedPaths.length = 0;
  expect(await call('fs_read', { path: 'a/key' })).toMatchObject({ content: 'hidden' });
});

it.each([
  ['fs_read', { path: 'a/open' }],
  ['fs_write', { path: 'a/keys', content: '' }],
  ['fs_list', { path: 'a' }],
  ['fs_delete', { path: 'a/open' }],
  ['fs_export', { path: 'a' }],
  ['fs_import', { path: 'b', content_base64: 'W10=' }],
])('%s takes %j', async (name, input) => {
  const { call } = await setup();
  await expect(call(name, input)).resolves.toBeDefined();
});

it('fs_search leaves out what is denied', async () => {
  const { call } = await setup();

  expect(await call('fs_search', { pattern: 'hidden' })).toMatchObject({
    matches: [{ path: '/workspace/a/open' }],
  });
});
