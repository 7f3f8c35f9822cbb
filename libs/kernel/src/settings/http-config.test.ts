import { AppError } from '@devbench/core';
import { expect, it } from 'vitest';

import { loadConfig, loadHttpConfig } from './load-config.ts';

const place = { home: '/home/a', host: 'laptop', pid: 1, isAlive: () => true, user: 'ann' };
const load = async (env: Record<string, string> = {}) => (await loadHttpConfig(env, place)).http;
const problemsOf = (env: Record<string, string>) =>
  load(env).then(
    () => ({}),
    (error: unknown) => (error instanceof AppError ? error.data : error),
  );

const ISSUER = 'https://id.example/.well-known/openid-configuration';

it('listens to this machine alone and knows its user', async () => {
  expect(await load()).toEqual({
    listen: { host: '127.0.0.1', port: 8000 },
    path: '/mcp',
    hosts: ['localhost', '127.0.0.1', '[::1]', '127.0.0.1'],
    origins: [],
    cors: false,
    trustProxy: false,
    maxBodyBytes: 16 * 1024 * 1024,
    sessions: { most: 1000, mostOfOne: 100, idleMs: 1_800_000 },
    stateless: false,
    legacySse: false,
    consoleEnabled: true,
    metricsEnabled: true,
    authentication: { mode: 'none', principal: 'ann' },
  });
});

it('hands every setting over', async () => {
  const config = await load({
    ...{ MCP_HOST: '::', MCP_PORT: '9000', MCP_PATH: '/deep/mcp', MCP_TRANSPORT_MODE: 'SSE' },
    ...{ MCP_ALLOWED_HOSTS: 'Box.example,box', MCP_TLS_CERT: '/c.pem', MCP_TLS_KEY: '/k.pem' },
    ...{ MCP_CORS_ENABLED: 'true', MCP_CORS_ORIGINS: 'https://app.example' },
    ...{ MCP_TRUST_PROXY: '2', MCP_MAX_REQUEST_BYTES: '2048', MCP_SESSION_IDLE_S: '5' },
    ...{ MCP_MAX_SESSIONS: '7', MCP_MAX_SESSIONS_PER_PRINCIPAL: '3' },
    ...{ MCP_METRICS_ENABLED: 'false', MCP_CONSOLE_ENABLED: 'false', MCP_METRICS_PORT: '9090' },
    ...{ MCP_AUTH_MODE: 'bearer', MCP_BEARER_TOKEN: 's3cret', MCP_BEARER_TOKENS: 'bob=t0ken' },
    MCP_BEARER_TOKENS_FILE: '/tokens',
  });

  expect(config).toEqual({
    listen: { host: '::', port: 9000, tls: { cert: '/c.pem', key: '/k.pem' } },
    path: '/deep/mcp',
    hosts: ['localhost', '127.0.0.1', '[::1]', '[::]', 'box.example', 'box'],
    origins: ['https://app.example'],
    cors: true,
    trustProxy: 2,
    maxBodyBytes: 2048,
    sessions: { most: 7, mostOfOne: 3, idleMs: 5000 },
    stateless: false,
    legacySse: true,
    consoleEnabled: false,
    metricsEnabled: false,
    metricsPort: 9090,
    authentication: {
      mode: 'bearer',
      tokens: ['api-client:admin=s3cret', 'bob=t0ken'],
      file: '/tokens',
    },
  });
});

it('tells clients of an issuer where the server is', async () => {
  const oidc = { MCP_AUTH_MODE: 'oidc', MCP_OAUTH_CONFIG_URL: ISSUER };

  expect(await load(oidc)).toMatchObject({
    resource: 'http://127.0.0.1:8000/mcp',
    authentication: {
      audience: 'http://127.0.0.1:8000/mcp',
      requiredScopes: ['workspace'],
      adminScope: 'admin',
      tokenType: 'at+jwt',
      clockSkewS: 5,
    },
  });
  expect(
    await load({
      ...oidc,
      ...{ MCP_HOST: '0.0.0.0', MCP_OAUTH_BASE_URL: 'https://box.example/bench/' },
      ...{
        MCP_OAUTH_AUDIENCE: 'bench',
        MCP_OAUTH_REQUIRED_SCOPES: 'a,b',
        MCP_OAUTH_TOKEN_TYP: 'any',
      },
      ...{ MCP_OAUTH_CLIENT_ID: 'me', MCP_OAUTH_CLIENT_SECRET: 's', MCP_OAUTH_ADMIN_SCOPE: 'root' },
      MCP_OAUTH_CLOCK_SKEW_S: '60',
    }),
  ).toMatchObject({
    resource: 'https://box.example/bench/mcp',
    hosts: expect.arrayContaining(['box.example']) as unknown,
    authentication: {
      configUrl: ISSUER,
      audience: 'bench',
      requiredScopes: ['a', 'b'],
      adminScope: 'root',
      tokenType: '',
      clockSkewS: 60,
      client: { id: 'me', secret: 's' },
    },
  });
});

it('has any name on all addresses only when callers have tokens', async () => {
  const everywhere = { MCP_HOST: '0.0.0.0' };

  const bearer = await load({ ...everywhere, MCP_AUTH_MODE: 'bearer', MCP_BEARER_TOKEN: 't' });
  const open = await load({ ...everywhere, MCP_ALLOW_INSECURE: 'true' });

  expect(bearer.hosts).toBeUndefined();
  expect(open.hosts).toContain('localhost');
});

it.each([
  [{ MCP_HOST: '0.0.0.0' }, 'MCP_HOST', 'MCP_ALLOW_INSECURE'],
  [{ MCP_HOST: 'box.example' }, 'MCP_HOST', 'MCP_AUTH_MODE'],
  [{ MCP_TRANSPORT_MODE: 'stdio' }, 'MCP_TRANSPORT_MODE', 'npm run -s stdio'],
  [{ MCP_TRANSPORT_MODE: 'sse', MCP_STATELESS_HTTP: 'true' }, 'MCP_TRANSPORT_MODE', 'sessions'],
  [{ MCP_CORS_ENABLED: 'true' }, 'MCP_CORS_ORIGINS', 'needed'],
  [{ MCP_CORS_ORIGINS: '*' }, 'MCP_CORS_ORIGINS', 'MCP_AUTH_MODE'],
  [
    { MCP_AUTH_MODE: 'bearer', MCP_BEARER_TOKEN: 'x', MCP_TRANSFER_DIR: '/srv' },
    'MCP_TRANSFER_DIR',
    'everybody',
  ],
  [{ MCP_TLS_CERT: '/c' }, 'MCP_TLS_CERT', 'MCP_TLS_KEY'],
  [{ MCP_TRUST_PROXY: 'everybody' }, 'MCP_TRUST_PROXY', 'addresses'],
  [{ MCP_AUTH_MODE: 'bearer' }, 'MCP_BEARER_TOKENS', 'needed'],
  [{ MCP_BEARER_TOKEN: 'x' }, 'MCP_AUTH_MODE', 'bearer'],
  [{ MCP_AUTH_MODE: 'oidc' }, 'MCP_OAUTH_CONFIG_URL', 'needed'],
  [{ MCP_OAUTH_CONFIG_URL: ISSUER }, 'MCP_AUTH_MODE', 'oidc'],
  [
    { MCP_AUTH_MODE: 'oidc', MCP_OAUTH_CONFIG_URL: 'http://id.example/x' },
    'MCP_OAUTH_CONFIG_URL',
    'https',
  ],
  [
    { MCP_AUTH_MODE: 'oidc', MCP_OAUTH_CONFIG_URL: ISSUER, MCP_HOST: '::' },
    'MCP_OAUTH_BASE_URL',
    'where',
  ],
  [{ MCP_OAUTH_CLIENT_ID: 'x' }, 'MCP_OAUTH_CLIENT_ID', 'SECRET'],
])('refuses %j', async (env: Record<string, string>, name, part) => {
  expect(await problemsOf(env)).toEqual({ [name]: expect.stringContaining(part) as unknown });
});

it('leaves the stdio server alone', async () => {
  await expect(
    loadConfig({ MCP_HOST: '0.0.0.0', MCP_CORS_ENABLED: '1' }, place),
  ).resolves.toBeDefined();
});
