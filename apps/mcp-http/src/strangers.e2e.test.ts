import { describe, expect, it } from 'vitest';

import { headersOf, INITIALIZE, leakSession, post } from './testing/requests.ts';
import { BOX, TOKENS, twoTenants } from './testing/two-tenants.ts';

const tenants = twoTenants();

describe('of another principal', () => {
  it('a session does not exist, for no method', async () => {
    const session = await leakSession(tenants.server().url, TOKENS.alice);
    const tries = ['POST', 'GET', 'DELETE'].map(async (method) => {
      const body =
        method === 'POST' ? JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }) : null;
      const headers = headersOf({ token: TOKENS.bob, session });
      const response = await fetch(tenants.server().url, { method, headers, body });
      return [response.status, await response.text()];
    });
    const unknown = await post(tenants.server().url, INITIALIZE, {
      token: TOKENS.bob,
      session: 'no-such',
    });

    const answer = [unknown.status, await unknown.text()];
    expect(answer[0]).toBe(404);
    expect(await Promise.all(tries)).toEqual([answer, answer, answer]);
    expect(
      (await post(tenants.server().url, INITIALIZE, { token: TOKENS.alice, session })).status,
    ).toBe(400);
  });

  it('an event stream cannot be taken over', async () => {
    const opened = await post(tenants.server().url, INITIALIZE, { token: TOKENS.alice });
    const [, event = ''] = /^id: (\S+)/m.exec(await opened.text()) ?? [];
    const own = await leakSession(tenants.server().url, TOKENS.bob);
    const replay = (token: string, session: string) =>
      fetch(tenants.server().url, {
        headers: headersOf({ token, session, headers: { 'Last-Event-ID': event } }),
      });

    const session = opened.headers.get('mcp-session-id') ?? '';
    expect(event).not.toBe('');
    expect((await replay(TOKENS.bob, session)).status).toBe(404);
    expect((await replay(TOKENS.bob, own)).status).toBe(400);
    const mine = await replay(TOKENS.alice, session);
    expect(mine.status).toBe(200);
    await mine.body?.cancel();
  });

  it('names, sessions and keys are as free as ever, and lead to nothing', async () => {
    await using own = await tenants.ofBob(BOX);
    const { container_id } = own;
    const { box } = tenants.of();
    const attached = { target: 'box', idempotency_key: 'attached' };
    await tenants.alice().data('attach', attached);

    expect(container_id).not.toBe(box);
    expect(await tenants.alice().data('spawn', BOX)).toMatchObject({ container_id: box });
    expect(await tenants.bob().data('attach', attached)).toMatchObject({ container_id });
    expect(await tenants.bob().call('fs_read', { container_id, path: 'secret' })).toMatchObject({
      code: 'file_not_found',
    });
    const session = { session_id: BOX.session_id };
    expect(await tenants.bob().data('cleanup_container', session)).toMatchObject({
      containers_removed: [container_id],
    });
    expect(await tenants.bob().data('cleanup_container', { cleanup_all: true })).toMatchObject({
      containers_removed: [],
    });
    expect(await tenants.alice().data('list_containers', session)).toMatchObject({
      containers: [{}],
    });
  });

  it('no call is cancelled', async () => {
    const { box } = tenants.of();
    const command = { container_id: box, script: 'echo on; until [ -e go ]; do sleep 0.05; done' };
    const progress = Promise.withResolvers<unknown>();
    const called = tenants.alice().data('exec_run', command, { onprogress: progress.resolve });
    await progress.promise;

    for (let requestId = 0; requestId < 100; requestId += 1) {
      await tenants
        .bob()
        .client.notification({ method: 'notifications/cancelled', params: { requestId } });
    }
    await tenants.bob().data('health');
    await tenants.alice().data('fs_write', { container_id: box, path: 'go', content: '' });

    expect(await called).toMatchObject({ exit_code: 0 });
  });
});

it('shows in the console nothing of others', async () => {
  const leave = new AbortController();
  const get = (path: string) =>
    fetch(new URL(`/console/api/${path}`, tenants.server().url), {
      headers: { Authorization: `Bearer ${TOKENS.bob}` },
      signal: leave.signal,
    });
  expect((await get(`output/${tenants.of().exec}`)).status).toBe(404);

  const { body } = await get('overview');
  let told = '';
  for await (const chunk of body ?? []) {
    told += Buffer.from(chunk as Uint8Array).toString();
    if (['containers', 'execs', 'audit'].every((topic) => told.includes(`event: ${topic}`))) break;
  }
  leave.abort();
  for (const secret of tenants.secrets()) expect(told).not.toContain(secret);
});

it('measures all only for administrators', async () => {
  const url = new URL('/metrics', tenants.server().url);
  const status = async (token?: string) =>
    (await fetch(url, { headers: headersOf(token === undefined ? {} : { token }) })).status;

  expect([await status(), await status(TOKENS.bob), await status(TOKENS.root)]).toEqual([
    401, 403, 200,
  ]);
});

it.each([undefined, 'wrong', `${TOKENS.alice}x`, 'alice'])(
  'refuses the token %j',
  async (token) => {
    const response = await post(
      tenants.server().url,
      INITIALIZE,
      token === undefined ? {} : { token },
    );

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(tenants.server().log()).not.toContain(TOKENS.alice);
  },
);
