import { afterAll, beforeAll, expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { answer, ask, callTool, type Message, messages } from './testing/modern.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { connect, IMAGE } from './testing/session.ts';

const TOKENS = { MCP_AUTH_MODE: 'bearer', MCP_BEARER_TOKENS: 'alice=a,bob=b' };
const FEW = { MCP_MAX_SESSIONS_PER_PRINCIPAL: '2' };
const alice = { token: 'a' };
const bob = { token: 'b' };

const folder = tempFolder();
let server: TestServer;
let container_id: string;

/** Each time without anything that a server could know us by. */
const call = <T>(name: string, input: object, who = alice) =>
  callTool<T>(server.url, name, input, who);
const running = async () =>
  (await call<{ execs: object[] }>('list_execs', { container_id })).execs.length;

beforeAll(async () => {
  server = await startServer(folder.path, { ...TOKENS, MCP_CANCEL_GRACE_MS: '300', ...FEW });
  ({ container_id } = await call<{ container_id: string }>('spawn', { image: IMAGE }));
});
afterAll(async () => {
  await call('kill', { container_id, force: true });
  await server[Symbol.asyncDispose]();
  folder.remove();
});

it('says what it is, to whoever may know, and keeps no session', async () => {
  const response = await ask(server.url, 'server/discover', {}, alice);
  const { result } = (await response.json()) as Message;

  expect(result).toMatchObject({
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: {}, resources: { subscribe: true }, prompts: {}, completions: {} },
    resultType: 'complete',
    ttlMs: 300_000,
  });
  expect(response.headers.has('mcp-session-id')).toBe(false);
  expect((await ask(server.url, 'server/discover')).status).toBe(401);
});

it('streams progress before the answer', async () => {
  const script = 'echo one; until [ -e go ]; do sleep 0.05; done; exit 3';
  const params = { name: 'exec_run', arguments: { container_id, script } };
  const seen: Message[] = [];
  const sent = { ...alice, progressToken: 7 };
  for await (const one of messages(await ask(server.url, 'tools/call', params, sent))) {
    seen.push(one);
    if (one.method !== undefined) await call('fs_write', { container_id, path: 'go', content: '' });
  }

  const last = seen.pop();
  expect(last?.result?.structuredContent).toMatchObject({ stdout: 'one\n', exit_code: 3 });
  expect(seen.length).toBeGreaterThan(0);
  for (const { method, params: said } of seen) {
    expect([method, said?.progressToken]).toEqual(['notifications/progress', 7]);
  }
});

it('takes handles from one request to the next, from nobody else', async () => {
  const script = 'echo on';
  const { exec_id } = await call<{ exec_id: string }>('exec_start', { container_id, script });
  const poll = { exec_id, wait_ms: 20_000 };
  const output = async () => JSON.stringify(await call('exec_poll', poll));

  await expect.poll(output).toContain('"data":"on\\n"');
  await expect(call('exec_poll', poll, bob)).rejects.toThrow('exec_not_found');
  await using older = await connect(server.url, 'a');
  expect(await older.data('exec_poll', poll)).toMatchObject({ complete: true, exit_code: 0 });
});

it('ends the command of who hangs up', async () => {
  const hangUp = new AbortController();
  const params = { name: 'exec_run', arguments: { container_id, script: 'echo on; sleep 1000' } };
  const sent = { ...alice, progressToken: 1, signal: hangUp.signal };
  const stream = messages(await ask(server.url, 'tools/call', params, sent));
  await stream.next();
  expect(await running()).toBe(1);

  hangUp.abort();

  await expect(stream.next()).rejects.toThrow();
  await expect.poll(running).toBe(0);
});

it('has the same resources, prompts and completions', async () => {
  await call('fs_write', { container_id, path: 'a.txt', content: 'hello' });
  const get = (method: string, params: object = {}) =>
    answer(ask(server.url, method, params, alice));
  const uri = `workspace://${container_id}/a.txt`;
  const ref = { type: 'ref/resource', uri: 'workspace://{container_id}/{+path}' };
  const argument = { name: 'path', value: 'a' };
  const context = { arguments: { container_id } };

  expect((await get('resources/list')).result).toMatchObject({
    resources: [{ uri: `workspace://${container_id}/` }],
  });
  expect((await get('resources/read', { uri })).result).toMatchObject({
    contents: [{ uri, text: 'hello' }],
  });
  expect((await get('resources/templates/list')).result?.resourceTemplates).toHaveLength(2);
  expect((await get('prompts/get', { name: 'setup_python' })).result).toHaveProperty('messages');
  expect((await get('completion/complete', { ref, argument, context })).result).toMatchObject({
    completion: { values: ['a.txt'] },
  });
  const missing = await get('resources/read', { uri: `${uri}.none` });
  expect(missing.error).toMatchObject({
    code: -32602,
    data: { code: 'file_not_found', uri: `${uri}.none` },
  });
});

it('tells of changes to who listens, and only to who may', async () => {
  await call('fs_write', { container_id, path: 'a.txt', content: 'before' });
  const uri = `workspace://${container_id}/a.txt`;
  const notifications = { resourceSubscriptions: [uri, 'workspace://none/x'] };
  const hangUp = new AbortController();
  const listen = (who: object) =>
    ask(server.url, 'subscriptions/listen', { notifications }, { ...who, signal: hangUp.signal });
  const stream = messages(await listen(alice));

  expect((await stream.next()).value).toMatchObject({
    method: 'notifications/subscriptions/acknowledged',
    params: { notifications: { resourceSubscriptions: [uri] } },
  });
  await call('fs_write', { container_id, path: 'a.txt', content: 'after' });
  expect((await stream.next()).value).toMatchObject({
    method: 'notifications/resources/updated',
    params: { uri },
  });
  const foreign: Message[] = [];
  for await (const one of messages(await listen(bob))) foreign.push(one);
  expect(foreign).toMatchObject([
    { params: { notifications: {} } },
    { result: { resultType: 'complete' } },
  ]);
  expect(JSON.stringify(foreign)).not.toContain(container_id);
  hangUp.abort();
  await expect(stream.next()).rejects.toThrow();
});

it('keeps no more streams of one principal than sessions', async () => {
  const notifications = { resourceSubscriptions: [`workspace://${container_id}/`] };
  const listen = () => ask(server.url, 'subscriptions/listen', { notifications }, alice);

  const streams = await Promise.all([listen(), listen(), listen()]);
  expect(streams.map(({ status }) => status)).toContain(429);
  for (const { body } of streams) await body?.cancel();

  const again = async () => {
    const { status, body } = await listen();
    await body?.cancel();
    return status;
  };
  await expect.poll(again).toBe(200);
});

it('believes no proxy, and admits no pages, that it was not told of', async () => {
  const send = (headers: Record<string, string>) =>
    ask(server.url, 'tools/list', {}, { ...alice, headers });

  expect((await send({ 'X-Forwarded-Host': 'evil.example' })).status).toBe(200);
  expect((await send({ Origin: 'https://app.example' })).status).toBe(403);
  const own = await send({ Origin: server.url.origin });
  expect(own.status).toBe(200);
  expect(own.headers.has('access-control-allow-origin')).toBe(false);
});
