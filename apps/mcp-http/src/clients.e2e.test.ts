import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CLIENTS } from './testing/clients.ts';
import { tempFolder } from './testing/folder.ts';
import { freePort } from './testing/free-port.ts';
import { type Issuer, startIssuer } from './testing/issuer.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { connect, IMAGE } from './testing/session.ts';

interface Place {
  readonly server: TestServer;
  readonly token?: string;
  readonly issuer?: string;
}

const MODES = ['none', 'bearer', 'oidc'] as const;
type Mode = (typeof MODES)[number];

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
    start('oidc', { MCP_PORT: port, MCP_OAUTH_CONFIG_URL: issuer.configUrl }),
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

  it.each(CLIENTS)('works for %s', async (name, connectTo) => {
    const { server, token, issuer: url } = places[mode];
    // With a secret alone where the client can do that.
    const canAsk = url !== undefined && name.startsWith('SDK');
    await using client = await connectTo(server.url, canAsk ? { issuer: url } : { token });

    const ran = await client.call('exec_run', { container_id, script: 'echo hello' });
    const failed = await client.call('fs_read', { container_id, path: 'missing' });

    expect(await client.tools()).toContain('exec_run');
    expect(ran.structuredContent).toMatchObject({ stdout: 'hello\n', exit_code: 0 });
    expect(failed.isError).toBe(true);
  });
});

const MODULES = join(import.meta.dirname, '../../../node_modules');

async function run(program: string, ...args: string[]) {
  const env = { PATH: process.env.PATH, HOME: folder.path };
  const command = [join(MODULES, program), ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env });
  return JSON.parse(stdout) as Record<string, unknown>;
}

it.concurrent('works for the MCP Inspector', async () => {
  const { href } = places.bearer.server.url;
  const call = ['--method', 'tools/call', '--tool-name', 'health'];
  const to = [href, '--transport', 'http', '--header', 'Authorization: Bearer t'];
  const said = await run('.bin/mcp-inspector', '--cli', '-q', '--format', 'json', ...to, ...call);

  expect(said).toMatchObject({ result: { structuredContent: { status: 'healthy' } } });
});

it.concurrent('works for mcporter', async () => {
  const to = ['--allow-http', '--http-url', places.bearer.server.url.href];
  const who = ['--header', 'Authorization=Bearer t', '--no-oauth'];
  const said = await run('.bin/mcporter', 'call', ...to, ...who, 'health', '--output', 'json');

  expect(said).toMatchObject({ status: 'healthy' });
});
