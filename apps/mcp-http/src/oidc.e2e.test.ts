import { freePort } from '@devbench/testing';
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { confused, forged, tampered, unsigned } from './testing/forged-tokens.ts';
import { tempFolder } from './testing/folder.ts';
import { CLIENT, type Issuer, LOOKUP, startIssuer } from './testing/issuer.ts';
import { INITIALIZE, post } from './testing/requests.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { connect, connectBy } from './testing/session.ts';

const OTHER = 'https://other.example/mcp';

const folder = tempFolder();
let resource: string;
let issuer: Issuer;
let server: TestServer;

beforeAll(async () => {
  const port = await freePort();
  resource = `http://127.0.0.1:${port}/mcp`;
  issuer = await startIssuer({ [resource]: 'jwt', [OTHER]: 'jwt', 'urn:opaque': 'opaque' });
  server = await startServer(folder.path, {
    MCP_PORT: String(port),
    MCP_AUTH_MODE: 'oidc',
    MCP_OAUTH_CONFIG_URL: issuer.configUrl,
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
  folder.remove();
});

const now = () => Math.floor(Date.now() / 1000);
const good = () => ({
  iss: issuer.url,
  aud: resource,
  sub: 'robot',
  client_id: 'robot',
  scope: 'workspace',
  iat: now(),
  exp: now() + 60,
});
const without = (name: string): JWTPayload =>
  Object.fromEntries(Object.entries(good()).filter(([claim]) => claim !== name));
const statusOf = async (token: string) => (await post(server.url, INITIALIZE, { token })).status;

it('is found, with all that is needed, by a client that knows only its own secret', async () => {
  const authProvider = new ClientCredentialsProvider({
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    scope: 'workspace',
    expectedIssuer: issuer.url,
  });
  const transport = new StreamableHTTPClientTransport(server.url, { authProvider });

  await using session = await connectBy(transport);

  expect(await session.data('health')).toMatchObject({ status: 'healthy' });
  expect(server.log()).toContain('"actor":"robot"');
});

it('says who issues tokens', async () => {
  const refused = await post(server.url, INITIALIZE);
  const challenge = refused.headers.get('www-authenticate') ?? '';
  const [, where = ''] = /resource_metadata="([^"]+)"/.exec(challenge) ?? [];

  expect(refused.status).toBe(401);
  expect(challenge).toContain('scope="workspace"');
  expect(challenge).not.toContain('error=');
  expect(new URL(where).pathname).toBe('/.well-known/oauth-protected-resource/mcp');
  expect(await (await fetch(where)).json()).toMatchObject({
    resource,
    authorization_servers: [issuer.url],
    scopes_supported: ['workspace'],
  });
});

it.each<[string, () => Promise<string> | string]>([
  ['no token', () => 'garbage'],
  ['alg none', () => unsigned(good())],
  ['another key', () => forged(good())],
  ['a public key as a secret', () => confused(good(), issuer.publicKey())],
  [
    'changed claims',
    async () => tampered(await issuer.token(resource), { ...good(), sub: 'alice' }),
  ],
  ['another audience', () => issuer.token(OTHER)],
  ['another issuer', () => issuer.sign({ ...good(), iss: 'https://evil.example' })],
  ['the past', () => issuer.sign({ ...good(), exp: now() - 10 })],
  ['the future', () => issuer.sign({ ...good(), nbf: now() + 60 })],
  ['no end', () => issuer.sign(without('exp'))],
  ['no subject', () => issuer.sign(without('sub'))],
  ['a subject that is no name', () => issuer.sign({ ...good(), sub: 'a\nb' })],
  ['another type', () => issuer.sign(good(), { typ: 'JWT' })],
])('refuses a token with %s', async (_what, make) => {
  const response = await post(server.url, INITIALIZE, { token: await make() });

  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toMatch(
    /^Bearer error="invalid_token", scope="workspace", resource_metadata="http/,
  );
});

it('lets clocks differ a little', async () => {
  expect(await statusOf(await issuer.sign({ ...good(), exp: now() - 2 }))).toBe(200);
});

it('asks for a scope that is missing, and knows administrators', async () => {
  const refused = await post(server.url, INITIALIZE, {
    token: await issuer.sign({ ...good(), scope: 'email' }),
  });
  const metrics = async (scope: string) => {
    const headers = { Authorization: `Bearer ${await issuer.token(resource, scope)}` };
    return (await fetch(new URL('/metrics', server.url), { headers })).status;
  };

  expect(refused.status).toBe(403);
  expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
  expect(await metrics('workspace')).toBe(403);
  expect(await metrics('workspace admin')).toBe(200);
  expect(await statusOf(await issuer.sign({ ...without('scope'), scp: ['workspace'] }))).toBe(200);
});

it('asks the issuer about opaque tokens', async () => {
  using other = tempFolder();
  await using lookup = await startServer(other.path, {
    MCP_AUTH_MODE: 'oidc',
    MCP_OAUTH_CONFIG_URL: issuer.configUrl,
    MCP_OAUTH_BASE_URL: 'https://box.example',
    MCP_OAUTH_AUDIENCE: 'urn:opaque',
    MCP_OAUTH_CLIENT_ID: LOOKUP.id,
    MCP_OAUTH_CLIENT_SECRET: LOOKUP.secret,
  });
  const token = await issuer.token('urn:opaque');
  await using session = await connect(lookup.url, token);
  const status = async (text: string) =>
    (await post(lookup.url, INITIALIZE, { token: text })).status;

  expect(token).not.toContain('.');
  expect(await session.data('health')).toMatchObject({ status: 'healthy' });
  expect(await status(`${token}x`)).toBe(401);
  expect(await status(await issuer.token(resource))).toBe(401);
  expect(await statusOf(token)).toBe(401);
  expect(lookup.log()).not.toContain(LOOKUP.secret);
});

it('follows the issuer to new keys, and waits while it is away', async () => {
  const old = await issuer.token(resource);
  expect(await statusOf(old)).toBe(200);

  await issuer.rotate();
  const renewed = await issuer.token(resource);
  const patience = { interval: 1_000 };
  await expect.poll(() => statusOf(renewed), patience).toBe(200);
  expect(await statusOf(old)).toBe(401);

  await issuer[Symbol.asyncDispose]();
  expect(await statusOf(renewed)).toBe(200);
  using other = tempFolder();
  await using later = await startServer(other.path, {
    MCP_AUTH_MODE: 'oidc',
    MCP_OAUTH_CONFIG_URL: issuer.configUrl,
    MCP_OAUTH_BASE_URL: 'https://box.example',
  });
  expect((await post(later.url, INITIALIZE, { token: renewed })).status).toBe(503);
});
