import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { bytesOf, forgeries, get, put, sha256 } from './testing/links.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { connect, IMAGE, type Session } from './testing/session.ts';

const SIZE = 5_000_000;
const SETTINGS = {
  MCP_AUTH_MODE: 'bearer',
  MCP_BEARER_TOKENS: 'alice=a,bob=b',
  MCP_TOOLSETS: 'workspace,more',
  MCP_IMPORT_MAX_BYTES: String(2 * SIZE),
};

interface Link {
  readonly url: string;
  readonly etag: string;
}

const folder = tempFolder();
let server: TestServer;
let alice: Session;
let container_id: string;
let content: Buffer;

const sh = async (script: string) =>
  (await alice.data<{ stdout: string }>('exec_run', { container_id, script })).stdout;
const link = (path: string, method: 'GET' | 'PUT', more: object = {}) =>
  alice.data<Link>('fs_link', { container_id, path, method, ...more });

beforeAll(async () => {
  server = await startServer(folder.path, SETTINGS);
  alice = await connect(server.url, 'a');
  const input = { image: IMAGE, alias: 'box' };
  container_id = (await alice.data<{ container_id: string }>('spawn', input)).container_id;
  await sh(`mkdir dir && head -c ${SIZE} /dev/urandom > dir/big && echo small > dir/small`);
  content = await bytesOf(await get((await link('dir/big', 'GET')).url));
});
afterAll(async () => {
  await alice.call('kill', { container_id, force: true });
  await alice.client.close();
  await server[Symbol.asyncDispose]();
  folder.remove();
});

describe('a file', () => {
  it('is downloaded whole, in parts, and from where it broke', async () => {
    const { url, etag } = await link('dir/big', 'GET');

    expect(await sh('sha256sum < dir/big')).toContain(sha256(content));
    const rest = await get(url, { Range: 'bytes=1234567-', 'If-Range': etag });
    expect([rest.status, rest.headers.get('etag')]).toEqual([206, etag]);
    expect(etag).toMatch(/^"\w+"$/);
    expect(rest.headers.get('content-range')).toBe(`bytes 1234567-${SIZE - 1}/${SIZE}`);
    expect(sha256(await bytesOf(rest))).toBe(sha256(content.subarray(1234567)));
    const end = await bytesOf(await get(url, { Range: 'bytes=-3' }));
    expect(end.equals(content.subarray(-3))).toBe(true);

    const other = await get(url, { Range: 'bytes=5-', 'If-Range': '"other"' });
    expect(other.status).toBe(200);
    await other.body?.cancel();
    const beyond = await get(url, { Range: `bytes=${SIZE}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${SIZE}`]);
    const head = await fetch(url, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(SIZE));
    expect(head.headers.get('content-disposition')).toMatch(/^attachment; filename="?big/);
    expect(head.headers.get('content-type')).toBe('application/octet-stream');
  });

  it('is uploaded once, as it is, or not at all', async () => {
    const { url } = await link('new/up', 'PUT', { mode: '0755' });
    const written = (await (await put(url, content)).json()) as Record<string, unknown>;

    expect(written).toMatchObject({ path: '/workspace/new/up', size: SIZE, mode: '0755' });
    expect(await alice.data('fs_stat', { container_id, path: 'new/up' })).toMatchObject({
      etag: written.etag,
    });
    expect(await sh('sha256sum < new/up; id -u; stat -c %u new/up')).toMatch(
      new RegExp(`^${sha256(content)} .*\\n(\\d+)\\n\\1\\n$`),
    );
    expect((await put(url, content)).status).toBe(404);

    const { url: kept } = await link('new/up', 'PUT', { if_none_match: '*' });
    expect((await put(kept, 'x')).status).toBe(409);
    const { url: huge } = await link('huge', 'PUT');
    expect((await put(huge, Buffer.alloc(2 * SIZE + 1))).status).toBe(413);
    expect((await put(huge, 'fits')).status).toBe(200);
    expect(await sh('cat huge; ls -A')).toBe('fitsdir\nhuge\nnew\n');
  });

  it('of another size than was said is not written', async () => {
    const { url } = await link('cut', 'PUT');
    const body = new Blob(['cut off']).stream();
    const init = { method: 'PUT', body, duplex: 'half' };

    expect((await fetch(url, init as RequestInit)).status).toBe(400);
    expect(await sh('ls -A cut 2>&1 || true')).toContain('No such file');
  });
});

it('a tree is exported and imported', async () => {
  const input = { container_id, path: 'dir' };
  const exported = await alice.data<Link & { files: number }>('fs_export', input);
  const archive = await get(exported.url);
  const rest = await get(exported.url, { Range: 'bytes=100-' });
  const bytes = await bytesOf(archive);
  const target = { container_id, path: 'copy' };
  const { url } = await alice.data<Link>('fs_import', target);
  const imported = await put(url, bytes);

  expect(exported.files).toBe(2);
  expect(archive.headers.get('content-disposition')).toMatch(/filename="?dir-\w+\.tar\.gz/);
  expect((await bytesOf(rest)).equals(bytes.subarray(100))).toBe(true);
  expect(await imported.json()).toMatchObject({ path: '/workspace/copy', files: 2 });
  expect(await sh('cd copy && sha256sum < big && cat small')).toMatch(
    new RegExp(`^${sha256(content)}.*\nsmall\n$`),
  );
  expect((await put(url, content)).status).toBe(404);
});

it('what is no link for it looks like nothing, whyever', async () => {
  const answer = async (response: Response) => [response.status, await response.text()];
  const nothing = await answer(await get(new URL('/files/none', server.url).href));
  const { url } = await link('dir/small', 'GET');
  const { url: upload } = await link('dir/small', 'PUT');
  const { container_id: short } = await alice.data<{ container_id: string }>('spawn', {
    image: IMAGE,
  });
  await alice.data('fs_write', { container_id: short, path: 'a', content: 'x' });
  const over = await alice.data<Link>('fs_link', { container_id: short, path: 'a', method: 'GET' });
  await alice.data('kill', { container_id: short, force: true });

  expect(nothing[0]).toBe(404);
  for (const wrong of [...forgeries(url), upload, over.url]) {
    expect(await answer(await get(wrong))).toEqual(nothing);
  }
  expect(await answer(await put(url, 'x'))).toEqual(nothing);
  expect(await (await get(url)).text()).toBe('small\n');
  expect(await sh('cat dir/small')).toBe('small\n');
});

it('is on record, with where it came from, and never the link itself', async () => {
  const { url } = await link('dir/small', 'GET');
  await (await get(url)).text();
  const used = /"action":"link_read".*"session":"(call_\w+)"/;

  await expect.poll(() => server.log()).toMatch(used);
  const lines = server.log().split('\n');
  const asked = lines.filter((line) => line.includes('"action":"fs_link"'));
  const last = lines.filter((line) => used.test(line)).at(-1) ?? '';
  expect(last).toContain(container_id);
  expect(last).toContain('"actor":"alice"');
  expect(asked.join('\n')).toContain(used.exec(last)?.[1] ?? 'none');
  expect(server.log()).not.toContain(url.slice(-43));
});

it('is good at every server of the state, also after a restart, and has the name that the operator gave', async () => {
  const { url } = await link('dir/small', 'GET');
  const { pathname } = new URL(url);
  const base = { MCP_OAUTH_BASE_URL: 'https://bench.example/here/' };
  await using other = await startServer(folder.path, { ...SETTINGS, ...base });
  await using session = await connect(other.url, 'a');

  expect(await (await get(new URL(pathname, other.url).href)).text()).toBe('small\n');
  const input = { container_id, path: 'dir/small', method: 'GET' };
  const named = await session.data<Link>('fs_link', input);
  expect(named.url).toMatch(/^https:\/\/bench\.example\/here\/files\/[\w.-]+$/);
});
