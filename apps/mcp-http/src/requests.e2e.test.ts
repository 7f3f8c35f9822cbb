import { once } from 'node:events';
import { request } from 'node:http';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { ask } from './testing/modern.ts';
import { headersOf, INITIALIZE, post } from './testing/requests.ts';
import { startServer, type TestServer } from './testing/server.ts';

const folder = tempFolder();
let server: TestServer;

beforeAll(async () => {
  server = await startServer(folder.path, {
    MCP_MAX_REQUEST_BYTES: '100000',
    MCP_CORS_ENABLED: 'true',
    MCP_CORS_ORIGINS: 'https://app.example',
    MCP_TRUST_PROXY: 'loopback',
    MCP_METRICS_ENABLED: 'false',
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder.remove();
});

it.each([
  ['no JSON', '{"jsonrpc"', 400],
  ['no message', '{"hello":1}', 400],
  ['no object', '1', 400],
  ['nothing', '', 400],
  ['too much', JSON.stringify({ ...INITIALIZE, more: 'x'.repeat(100_001) }), 413],
  ['no session', { jsonrpc: '2.0', id: 1, method: 'tools/list' }, 400],
  ['a batch with initialize', [INITIALIZE, INITIALIZE], 400],
])('refuses %s in the words of the protocol, and goes on', async (_what, body, status) => {
  const response = await post(server.url, body);

  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: {}, id: null });
  expect((await post(server.url, INITIALIZE)).status).toBe(200);
});

it.each([
  [{ 'Content-Type': 'text/plain' }, 400],
  [{ Accept: 'text/html' }, 406],
  [{ 'Content-Encoding': 'gzip' }, 400],
])('refuses %j', async (headers, status) => {
  expect((await post(server.url, INITIALIZE, { headers: { ...headers } })).status).toBe(status);
});

it.each([
  ['a revision that is none', { revision: '2099-01-01' }, 400, -32022],
  ['another method in the header', { headers: { 'Mcp-Method': 'tools/call' } }, 400, -32020],
  ['no header', { headers: { 'Mcp-Protocol-Version': '' } }, 400, -32020],
])('refuses %s of 2026-07-28', async (_what, sent, status, code) => {
  const response = await ask(server.url, 'tools/list', {}, sent);

  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ id: 1, error: { code } });
});

it('answers what it does not serve', async () => {
  const status = async (path: string, method: string) =>
    (await fetch(new URL(path, server.url), { method })).status;

  expect(await status('/', 'GET')).toBe(404);
  expect(await status('/sse', 'GET')).toBe(404);
  expect(await status('/metrics', 'GET')).toBe(404);
  expect(await status('/.well-known/oauth-protected-resource/mcp', 'GET')).toBe(404);
  expect(await status('/mcp', 'PUT')).toBe(405);
});

/** `fetch` does not let anybody say which host. */
async function statusFor(headers: Record<string, string>, method = 'POST') {
  const asked = request(server.url, { method, headers: { ...headersOf(), ...headers } });
  asked.end(method === 'POST' ? JSON.stringify(INITIALIZE) : undefined);
  const [response] = (await once(asked, 'response')) as [
    NodeJS.ReadableStream & { statusCode: number },
  ];
  await text(response);
  return response.statusCode;
}

it('is reached only by its own names', async () => {
  const { port } = server.url;
  const status = (Host: string) => statusFor({ Host });

  expect(await status(`localhost:${port}`)).toBe(200);
  expect(await status(`[::1]:${port}`)).toBe(200);
  expect(await status(`evil.example:${port}`)).toBe(403);
  expect(await status('localhost.evil.example')).toBe(403);
  expect(await statusFor({ 'X-Forwarded-Host': 'evil.example' })).toBe(403);
  expect(await statusFor({ Host: 'inner', 'X-Forwarded-Host': `localhost:${port}` })).toBe(200);
});

it('is not for the pages of others', async () => {
  const Host = `localhost:${server.url.port}`;
  const status = (Origin: string) => statusFor({ Host, Origin });

  expect(await status(`http://${Host}`)).toBe(200);
  expect(await status('https://app.example')).toBe(200);
  expect(await status('https://app.example.evil.example')).toBe(403);
  expect(await status('http://localhost:1')).toBe(403);
  expect(await status('null')).toBe(403);
});

it('tells browsers who may, and keeps them from more', async () => {
  const origin = 'https://app.example';
  const headers = { Origin: origin, 'Access-Control-Request-Method': 'POST' };
  const before = await fetch(server.url, { method: 'OPTIONS', headers });
  const { headers: answered } = await post(server.url, INITIALIZE, { headers: { Origin: origin } });

  expect(before.status).toBe(204);
  expect(before.headers.get('access-control-allow-origin')).toBe(origin);
  expect(before.headers.get('access-control-allow-headers')).toContain('Mcp-Session-Id');
  expect(before.headers.get('access-control-allow-headers')).toContain('Mcp-Method');
  expect(answered.get('access-control-expose-headers')).toContain('Mcp-Session-Id');
  expect(answered.get('x-content-type-options')).toBe('nosniff');
  expect(answered.get('content-security-policy')).toContain("default-src 'self'");
  expect(answered.has('x-powered-by')).toBe(false);
});

it('does not wait for who never finishes asking', async () => {
  const socket = createConnection({ port: Number(server.url.port), host: '127.0.0.1' });
  socket.write('POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  const drip = setInterval(() => socket.write('x'), 500);

  const answer = await text(socket);
  clearInterval(drip);

  expect(answer).toContain('408 Request Timeout');
});
