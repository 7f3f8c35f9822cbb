import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { engineTap } from './testing/engine-tap.ts';
import { FOREIGN_CALLS } from './testing/foreign-calls.ts';
import { tempFolder } from './testing/folder.ts';
import { headersOf, INITIALIZE, leakSession, post } from './testing/requests.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { connect, IMAGE, type Session } from './testing/session.ts';

const ALICE = 'alices-token';
const BOB = 'bobs-token';
const ROOT = 'roots-token';

const folder = tempFolder();
let tap: Awaited<ReturnType<typeof engineTap>>;
let server: TestServer;
let alice: Session;
let bob: Session;
let box: string;
let dockerId: string;
let exec: string;

beforeAll(async () => {
  tap = await engineTap(folder.path);
  server = await startServer(folder.path, {
    MCP_AUTH_MODE: 'bearer',
    MCP_BEARER_TOKENS: `alice=${ALICE},bob=${BOB},root:admin=${ROOT}`,
    MCP_TOOLSETS: 'workspace,more',
    DOCKER_HOST: tap.host,
  });
  alice = await connect(server.url, ALICE);
  bob = await connect(server.url, BOB);
  const input = { image: IMAGE, alias: 'box', idempotency_key: 'k' };
  box = (await alice.data<{ container_id: string }>('spawn', input)).container_id;
  dockerId = /containers\/([0-9a-f]{64})\/start/.exec(tap.take())?.[1] ?? '';
  await alice.data('fs_write', { container_id: box, path: 'secret', content: "alice's" });
  const command = { container_id: box, script: 'echo alice; sleep 1000', tty: true };
  exec = (await alice.data<{ exec_id: string }>('exec_start', command)).exec_id;
});

afterAll(async () => {
  await alice.call('kill', { container_id: box, force: true });
  await bob.client.close();
  await alice.client.close();
  await server[Symbol.asyncDispose]();
  await tap.cut();
  folder.remove();
});

it('has an attack for every tool on a container or a command', async () => {
  const { tools } = await bob.client.listTools();
  const targeted = tools.filter(({ inputSchema: { properties = {} } }) =>
    ['container_id', 'exec_id', 'target'].some((name) => name in properties),
  );

  const without = targeted.map(({ name }) => name).filter((name) => !(name in FOREIGN_CALLS));
  // Its container is a filter, which lets nothing through.
  expect(without).toEqual(['list_execs']);
});

describe('of another principal', () => {
  it.each(Object.entries(FOREIGN_CALLS))('nothing exists: %s', async (name, input) => {
    tap.take();
    const onExec = name.startsWith('exec_') && !('cmd' in input) && !('script' in input);
    const ids = onExec ? [exec] : [box, 'box', dockerId, dockerId.slice(0, 12), `bench-${box}`];
    const field = onExec ? 'exec_id' : name === 'attach' ? 'target' : 'container_id';

    const answers = await Promise.all(ids.map((id) => bob.call(name, { ...input, [field]: id })));

    const code = onExec ? 'exec_not_found' : 'container_not_found';
    expect(answers.map((answer) => answer.code)).toEqual(ids.map(() => code));
    expect(dockerId).toHaveLength(64);
    expect(tap.take()).not.toContain(dockerId.slice(0, 12));
  });

  it('nothing is listed, counted or completed', async () => {
    const all = { include_stopped: true };
    expect(await bob.data('list_containers', all)).toMatchObject({ containers: [] });
    for (const input of [{}, { container_id: box }]) {
      expect(await bob.data('list_execs', input)).toMatchObject({ execs: [] });
    }
    expect(await bob.data('system_status')).toMatchObject({
      active_containers: 0,
      running_execs: 0,
      active_attachments: 0,
    });
    expect((await bob.client.listResources()).resources).toEqual([]);
    const { completion } = await bob.client.complete({
      ref: { type: 'ref/resource', uri: 'workspace://{container_id}/{+path}' },
      argument: { name: 'container_id', value: '' },
    });
    expect(completion.values).toEqual([]);
  });

  it('no resource is readable', async () => {
    for (const uri of [
      `workspace://${box}/secret`,
      'workspace://box/secret',
      `exec://${exec}/output`,
    ]) {
      await expect(bob.client.readResource({ uri })).rejects.toThrow('_not_found');
    }
    const { contents } = await alice.client.readResource({ uri: `workspace://${box}/secret` });
    expect(contents).toMatchObject([{ text: "alice's" }]);
  });

  it('a name and an idempotency key are as free as ever', async () => {
    const input = { image: IMAGE, alias: 'box', idempotency_key: 'k' };
    const { container_id } = await bob.data<{ container_id: string }>('spawn', input);
    await bob.data('kill', { container_id, force: true });

    expect(container_id).not.toBe(box);
    expect(await alice.data('spawn', input)).toMatchObject({ container_id: box });
  });

  it('a session does not exist, for no method', async () => {
    const session = await leakSession(server.url, ALICE);
    const tries = ['POST', 'GET', 'DELETE'].map(async (method) => {
      const body =
        method === 'POST' ? JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }) : null;
      const headers = headersOf({ token: BOB, session });
      const response = await fetch(server.url, { method, headers, body });
      return [response.status, await response.text()];
    });
    const unknown = await post(server.url, INITIALIZE, { token: BOB, session: 'no-such' });

    const answer = [unknown.status, await unknown.text()];
    expect(answer[0]).toBe(404);
    expect(await Promise.all(tries)).toEqual([answer, answer, answer]);
    expect((await post(server.url, INITIALIZE, { token: ALICE, session })).status).toBe(400);
  });

  it('an event stream cannot be taken over', async () => {
    const opened = await post(server.url, INITIALIZE, { token: ALICE });
    const [, event = ''] = /^id: (\S+)/m.exec(await opened.text()) ?? [];
    const own = await leakSession(server.url, BOB);
    const replay = (token: string, session: string) =>
      fetch(server.url, {
        headers: headersOf({ token, session, headers: { 'Last-Event-ID': event } }),
      });

    const session = opened.headers.get('mcp-session-id') ?? '';
    expect(event).not.toBe('');
    expect((await replay(BOB, session)).status).toBe(404);
    expect((await replay(BOB, own)).status).toBe(400);
    const mine = await replay(ALICE, session);
    expect(mine.status).toBe(200);
    await mine.body?.cancel();
  });
});

it('measures all only for administrators', async () => {
  const url = new URL('/metrics', server.url);
  const status = async (token?: string) =>
    (await fetch(url, { headers: headersOf(token === undefined ? {} : { token }) })).status;

  expect([await status(), await status(BOB), await status(ROOT)]).toEqual([401, 403, 200]);
});

it.each([undefined, 'wrong', `${ALICE}x`, 'alice'])('refuses the token %j', async (token) => {
  const response = await post(server.url, INITIALIZE, token === undefined ? {} : { token });

  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
  expect(server.log()).not.toContain(ALICE);
});
