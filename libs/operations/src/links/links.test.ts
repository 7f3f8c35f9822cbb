import { buffer } from 'node:stream/consumers';

import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const { signal } = new AbortController();
const NOTHING = { code: 'file_not_found' };

async function setup() {
  const ports = testPorts();
  const { client } = createOperations(ports, operationsConfig.parse({ linkTtlMs: 60_000 }));
  await ports.workspaces.reserve(aWorkspace());
  const caller = { ...aCaller(), urlOf: (link: string) => link };
  const call = (name: string, input: object) =>
    client.call(name, caller, { container_id: 'c_1', ...input });
  const link = async (name: string, input: object) => String((await call(name, input)).url);
  const put = (token: string, content: string) =>
    client.upload(token, signal, { size: content.length, data: once(Buffer.from(content)) });
  const get = async (token: string) => {
    let got = '';
    await client.download(token, signal, async ({ size, read }) => {
      got = (await buffer(read(0, size))).toString();
    });
    return got;
  };
  return { ports, client, call, link, put, get };
}

async function* once(data: Uint8Array) {
  yield data;
}

it('writes a file and gives it back', async () => {
  const { ports, link, put, get } = await setup();

  const written = await put(await link('fs_link', { path: 'a/b', method: 'PUT' }), 'content');
  expect(written).toMatchObject({ path: '/workspace/a/b', size: 7 });
  expect(await get(await link('fs_link', { path: 'a/b', method: 'GET' }))).toBe('content');

  const [, used] = ports.audit.ended.filter(({ action }) => action.endsWith('_link'));
  const [read] = ports.audit.ended.filter(({ action }) => action === 'link_read');
  expect(read).toMatchObject({ subject: 'c_1', session: used?.callId, fields: { path: 'a/b' } });
});

it('goes one way, once, until it is over or its container is gone', async () => {
  const { ports, call, link, put, get } = await setup();
  await call('fs_write', { path: 'a', content: 'old' });
  const up = await link('fs_link', { path: 'a', method: 'PUT' });
  const down = await link('fs_link', { path: 'a', method: 'GET' });

  await expect(get(up)).rejects.toMatchObject(NOTHING);
  await expect(put(down, 'x')).rejects.toMatchObject(NOTHING);
  await put(up, 'new');
  await expect(put(up, 'newer')).rejects.toMatchObject(NOTHING);
  expect(await get(down)).toBe('new');
  await call('kill', { force: true });
  await expect(get(down)).rejects.toMatchObject({ kind: 'not_found' });
  await ports.clock.advance(60_000);
  await expect(get(down)).rejects.toMatchObject(NOTHING);
});

it('is not used up by an upload that failed', async () => {
  const { client, link, put } = await setup();
  const up = await link('fs_link', { path: 'a', method: 'PUT' });

  const cut = client.upload(up, signal, { size: 9, data: once(Buffer.from('short')) });
  await expect(cut).rejects.toMatchObject({ code: 'invalid_argument' });
  expect(await put(up, 'whole')).toMatchObject({ size: 5 });
});

it('carries archives of any size both ways', async () => {
  const { call, link, put, get } = await setup();
  await call('fs_write', { path: 'src/a', content: 'x'.repeat(300_000) });

  const archive = await get(await link('fs_export', { path: 'src' }));
  const imported = await put(await link('fs_import', { path: 'copy' }), archive);

  expect(imported).toMatchObject({ path: '/workspace/copy', files: 1 });
  expect(await call('fs_stat', { path: 'copy/a' })).toMatchObject({ size: 300_000 });
});

it('is not for callers who reach no URL', async () => {
  const { client } = await setup();
  const call = (name: string, input: object) =>
    client.call(name, aCaller(), { container_id: 'c_1', ...input });

  for (const [name, input] of [
    ['fs_link', { path: 'a', method: 'PUT' }],
    ['fs_import', {}],
  ] as const) {
    await expect(call(name, input)).rejects.toMatchObject({ code: 'invalid_argument' });
  }
});
