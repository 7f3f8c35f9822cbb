import { createServer } from 'node:net';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { headersOf, INITIALIZE, leakSession, post } from './testing/requests.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { connect, IMAGE, type Session } from './testing/session.ts';

interface Exec {
  readonly exec_id: string;
  readonly status: string;
}

const spawn = async (session: Session) =>
  (await session.data<{ container_id: string }>('spawn', { image: IMAGE })).container_id;

const execsOf = async (session: Session) =>
  (await session.data<{ execs: Exec[] }>('list_execs')).execs;

describe.each([
  ['with sessions', {}],
  ['without sessions', { MCP_STATELESS_HTTP: 'true' }],
])('%s', (_how, env: Record<string, string>) => {
  const folder = tempFolder();
  let server: TestServer;
  let session: Session;
  let container_id: string;
  beforeAll(async () => {
    server = await startServer(folder.path, { ...env, MCP_CANCEL_GRACE_MS: '300' });
    session = await connect(server.url);
    container_id = await spawn(session);
  });
  afterAll(async () => {
    await session.call('kill', { container_id, force: true });
    await session.client.close();
    await server[Symbol.asyncDispose]();
    folder.remove();
  });

  it('a client that vanishes leaves its command running', async () => {
    const begun = Promise.withResolvers<undefined>();
    const vanishing = await connect(server.url);
    const running = vanishing.call(
      'exec_run',
      { container_id, script: 'echo on; until [ -e go ]; do sleep 0.05; done; echo done' },
      { onprogress: () => begun.resolve(undefined) },
    );
    running.catch(() => undefined);
    await begun.promise;

    await vanishing.client.close();

    const [{ exec_id, status }] = (await execsOf(session)) as [Exec];
    expect(status).toBe('running');
    await session.data('fs_write', { container_id, path: 'go', content: '' });
    const end = { exec_id, after_seq: 1, wait_ms: 10_000 };
    const output = async () => (await session.call('exec_poll', end)).text;
    await expect.poll(output).toContain('done');
  });

  if ('MCP_STATELESS_HTTP' in env) return;

  it('a session that its client ends leaves its command running', async () => {
    const other = await leakSession(server.url);
    const params = { name: 'exec_run', arguments: { container_id, script: 'sleep 1000' } };
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    const pending = await post(server.url, call, { session: other });
    await expect.poll(async () => (await execsOf(session)).length).toBe(1);

    const headers = headersOf({ session: other });
    expect((await fetch(server.url, { method: 'DELETE', headers })).status).toBe(200);

    await pending.text();
    const [{ exec_id, status }] = (await execsOf(session)) as [Exec];
    expect(status).toBe('running');
    await session.data('exec_cancel', { exec_id });
  });

  it('a client that cancels ends its command', async () => {
    const cancel = new AbortController();
    const running = session.call(
      'exec_run',
      { container_id, script: 'echo on; sleep 1000' },
      { signal: cancel.signal, onprogress: () => cancel.abort() },
    );

    await expect(running).rejects.toThrow();

    await expect.poll(() => execsOf(session)).toEqual([]);
  });
});

it('answers who waits when it stops, begins nothing, and exits', async () => {
  using folder = tempFolder();
  const server = await startServer(folder.path, { MCP_DRAIN_GRACE_S: '20' });
  const session = await connect(server.url);
  const container_id = await spawn(session);
  const input = { container_id, script: 'sleep 1000' };
  const waiting = session.data<Exec>('exec_run', input);
  await expect.poll(async () => (await execsOf(session)).length).toBeGreaterThan(0);

  server.kill('SIGTERM');

  const { status, exec_id } = await waiting;
  expect(status).toBe('running');
  expect(await server.ended).toBe(0);
  await session.client.close();

  await using next = await startServer(folder.path);
  await using again = await connect(next.url);
  expect((await execsOf(again)).map((exec) => exec.exec_id)).toContain(exec_id);
  await again.data('kill', { container_id, force: true });
});

it('is not ready while it stops, and ends at once at a second signal', async () => {
  using folder = tempFolder();
  const socket = join(folder.path, 'silent.sock');
  const engine = createServer(() => undefined).listen(socket);
  const DOCKER_HOST = `unix://${socket}`;
  const server = await startServer(folder.path, { DOCKER_HOST, MCP_DRAIN_GRACE_S: '60' });
  const session = await connect(server.url);
  session.call('spawn', { image: IMAGE }).catch(() => undefined);
  const ready = async () => {
    const response = await fetch(new URL('/health/ready', server.url));
    return [response.status, ((await response.json()) as { status: string }).status];
  };
  await expect.poll(ready).toEqual([503, 'degraded']);

  server.kill('SIGTERM');
  await expect.poll(ready).toEqual([503, 'stopping']);
  expect((await fetch(new URL('/health/live', server.url))).status).toBe(200);
  expect((await post(server.url, INITIALIZE)).status).toBe(503);
  server.kill('SIGTERM');

  expect(await server.ended).toBe(143);
  await session.client.close();
  engine.close();
});
