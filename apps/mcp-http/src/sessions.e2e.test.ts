import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { tempFolder, textOf } from './testing/folder.ts';
import { headersOf, INITIALIZE, leakSession, post } from './testing/requests.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { connect, IMAGE, type Session } from './testing/session.ts';

const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };
const TOKENS = { MCP_AUTH_MODE: 'bearer', MCP_BEARER_TOKENS: 'alice=a,bob=b' };

const folder = tempFolder();
let server: TestServer;
let bob: Session;

beforeAll(async () => {
  const limits = { MCP_MAX_SESSIONS: '60', MCP_MAX_SESSIONS_PER_PRINCIPAL: '50' };
  const audit = { MCP_AUDIT_LOG_FILE: join(folder.path, 'audit') };
  server = await startServer(folder.path, { ...TOKENS, ...limits, ...audit });
  bob = await connect(server.url, 'b');
});
afterAll(async () => {
  await bob.client.close();
  await server[Symbol.asyncDispose]();
  folder.remove();
});

const residentBytes = () =>
  1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]);

const statusOf = async (session: string) =>
  (await post(server.url, PING, { token: 'a', session })).status;

it('stays small when 1,000 sessions are forgotten, and nobody else loses his', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 100; n++) {
    const ten = Array.from({ length: 10 }, () => leakSession(server.url, 'a'));
    ids.push(...(await Promise.all(ten)));
  }
  const grown = residentBytes();

  expect(new Set(ids).size).toBe(1000);
  expect(await statusOf(ids[0] ?? '')).toBe(404);
  expect(await statusOf(ids[900] ?? '')).toBe(404);
  expect(await statusOf(ids[999] ?? '')).toBe(200);
  expect(await bob.data('health')).toMatchObject({ status: 'healthy' });
  expect(grown).toBeLessThan(400 * 1024 * 1024);
});

it('ends a session that was quiet for too long, and none that listens', async () => {
  using other = tempFolder();
  await using server = await startServer(other.path, { MCP_SESSION_IDLE_S: '1' });
  const quiet = await leakSession(server.url);
  let listens = '';
  let stream: Response | undefined;
  // One that begins to listen too late is over before that.
  const listening = async () => {
    listens = await leakSession(server.url);
    stream = await fetch(server.url, { headers: headersOf({ session: listens }) });
    return stream.status;
  };
  await expect.poll(listening).toBe(200);
  const status = async (session: string) => (await post(server.url, PING, { session })).status;

  // Asking keeps it awake, too.
  const seldom = { interval: 2_000 };
  await expect.poll(() => status(quiet), seldom).toBe(404);

  expect(await status(listens)).toBe(200);
  await stream?.body?.cancel();
});

it('ends a session when its client says so', async () => {
  const session = await leakSession(server.url, 'a');
  const headers = headersOf({ token: 'a', session });

  expect((await fetch(server.url, { method: 'DELETE', headers })).status).toBe(200);
  expect(await statusOf(session)).toBe(404);
});

it('goes on at the right place when a stream broke', async () => {
  const { container_id } = await bob.data<{ container_id: string }>('spawn', { image: IMAGE });
  const session = await leakSession(server.url, 'b');
  const sent = {
    token: 'b',
    session,
    headers: { 'Mcp-Protocol-Version': '2025-11-25' },
  };
  const params = {
    name: 'exec_run',
    arguments: { container_id, script: 'echo one; until [ -e go ]; do sleep 0.05; done; echo two' },
    _meta: { progressToken: 7 },
  };
  const broken = await post(server.url, { ...PING, method: 'tools/call', params }, sent);
  let seen = '';
  const decoder = new TextDecoder();
  for await (const chunk of broken.body ?? []) {
    seen += decoder.decode(chunk as Uint8Array);
    if (seen.includes('one')) break;
  }
  const [last = ''] = [...seen.matchAll(/^id: (\S+)$/gm)].map(([, id]) => id).slice(-1);

  const headers = { ...sent.headers, 'Last-Event-ID': last };
  let resumed: Response | undefined;
  // Until the server sees that the connection is gone, it counts as the one that listens.
  const resume = async () => {
    resumed = await fetch(server.url, { headers: headersOf({ ...sent, headers }) });
    return resumed.status;
  };
  await expect.poll(resume).toBe(200);
  await bob.data('fs_write', { container_id, path: 'go', content: '' });
  const rest: string[] = [];
  for await (const chunk of resumed?.body ?? []) {
    rest.push(decoder.decode(chunk as Uint8Array));
    if (rest.join('').includes('"exit_code"')) break;
  }
  await bob.data('kill', { container_id, force: true });

  expect(rest.join('')).toContain('"stdout":"one\\ntwo\\n"');
  expect(seen).not.toContain('"exit_code"');
});

it('has on record who was not let in, and not with what', async () => {
  const token = 'guessed-by-mallory';
  await post(server.url, INITIALIZE, { token });
  await fetch(new URL('/files/1.bWFsbG9yeQ.guessed', server.url));
  const onRecord = () => textOf(folder.path, 'audit');

  const refused = (what: string) => new RegExp(`"authenticate".*"denied".*"what":"${what}"`);
  await expect.poll(onRecord).toMatch(refused('token'));
  await expect.poll(onRecord).toMatch(refused('link'));
  expect(onRecord() + server.log()).not.toMatch(/guessed/);
});
