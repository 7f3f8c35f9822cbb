import { join } from 'node:path';

import { freePort } from '@devbench/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CLIENTS } from './testing/clients.ts';
import { tempFolder } from './testing/folder.ts';
import { type Issuer, startIssuer } from './testing/issuer.ts';
import { PROGRAMS } from './testing/programs.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { connect, IMAGE } from './testing/session.ts';

interface Place {
  readonly server: TestServer;
  readonly token?: string;
  readonly issuer?: string;
}

const MODES = ['none', 'bearer', 'oidc'] as const;
type Mode = (typeof MODES)[number];

/** A program begins anew for each call, which takes its time on a busy machine. */
const LONG = { timeout: 180_000 };

const folder = tempFolder();
let issuer: Issuer;
let places: Readonly<Record<Mode, Place>>;

const start = (mode: Mode, env: Record<string, string>) =>
  startServer(folder.path, {
    MCP_AUTH_MODE: mode,
    MCP_STATE_DB: join(folder.path, `${mode}.db`),
    ...env,
  });

beforeAll(async () => {
  const port = await freePort();
  const resource = `http://127.0.0.1:${port}/mcp`;
  issuer = await startIssuer({ [resource]: 'jwt' });
  const [none, bearer, oidc] = await Promise.all([
    start('none', {}),
    start('bearer', { MCP_BEARER_TOKENS: 'alice=t' }),
    start('oidc', { MCP_PORT: String(port), MCP_OAUTH_CONFIG_URL: issuer.configUrl }),
  ]);
  const token = await issuer.token(resource);
  places = {
    none: { server: none },
    bearer: { server: bearer, token: 't' },
    oidc: { server: oidc, token, issuer: issuer.url },
  };
});
afterAll(async () => {
  await Promise.all(MODES.map((mode) => places[mode].server[Symbol.asyncDispose]()));
  await issuer[Symbol.asyncDispose]();
  folder.remove();
});

describe.each(MODES)('with authentication %s', (mode) => {
  let container_id: string;
  beforeAll(async () => {
    const { server, token } = places[mode];
    await using session = await connect(server.url, token);
    ({ container_id } = await session.data<{ container_id: string }>('spawn', { image: IMAGE }));
  });
  afterAll(async () => {
    const { server, token } = places[mode];
    await using session = await connect(server.url, token);
    await session.data('kill', { container_id, force: true });
  });

  it.each(CLIENTS)('works for $name', async ({ connect: connectTo, asks }) => {
    const { server, token, issuer: url } = places[mode];
    const who = asks && url !== undefined ? { issuer: url } : { token };
    await using client = await connectTo(server.url, who);

    const ran = await client.call('exec_run', { container_id, script: 'echo hello' });
    const failed = await client.call('fs_read', { container_id, path: 'missing' });

    expect(await client.tools()).toContain('exec_run');
    expect(ran.structuredContent).toMatchObject({ stdout: 'hello\n', exit_code: 0 });
    expect(failed.isError).toBe(true);
  });

  it.concurrent.each(PROGRAMS)('works for %s', LONG, async (_name, call) => {
    const { server, token } = places[mode];
    const input = { container_id, script: 'echo hello' };
    const asked = { url: server.url, token, home: folder.path, tool: 'exec_run', input };

    expect(await call(asked)).toMatchObject({ stdout: 'hello\n', exit_code: 0 });
  });
});
