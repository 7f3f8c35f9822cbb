import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { once } from 'node:events';

import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { headersOf, INITIALIZE, post } from './testing/requests.ts';
import { startServer } from './testing/server.ts';
import { connect, connectBy, IMAGE, withToken } from './testing/session.ts';

const TOKENS = { MCP_AUTH_MODE: 'bearer', MCP_BEARER_TOKENS: 'alice=a,bob=b' };

/* eslint-disable @typescript-eslint/no-deprecated -- This is about clients that know nothing newer. */
it('serves clients of the first revision beside the others', async () => {
  using folder = tempFolder();
  await using server = await startServer(folder.path, { ...TOKENS, MCP_TRANSPORT_MODE: 'sse' });
  const transport = new SSEClientTransport(new URL('/sse', server.url), withToken('a'));
  await using old = await connectBy(transport);
  await using current = await connect(server.url, 'a');
  const { container_id } = await old.data<{ container_id: string }>('spawn', { image: IMAGE });

  expect(await old.data('exec_run', { container_id, script: 'echo hello' })).toMatchObject({
    stdout: 'hello\n',
  });
  expect(await current.data('list_containers')).toMatchObject({ containers: [{ container_id }] });

  // `_endpoint` is what the server told the client.
  const { _endpoint: endpoint } = transport as unknown as { _endpoint: URL };
  const foreign = await post(endpoint, INITIALIZE, { token: 'b' });
  expect(foreign.status).toBe(404);
  expect((await post(endpoint, '{"no"', { token: 'a' })).status).toBe(400);
  expect((await fetch(new URL('/sse', server.url))).status).toBe(401);
  await old.data('kill', { container_id, force: true });
});

it('needs no sessions when told so', async () => {
  using folder = tempFolder();
  await using server = await startServer(folder.path, { ...TOKENS, MCP_STATELESS_HTTP: 'true' });
  await using session = await connect(server.url, 'a');
  const { container_id } = await session.data<{ container_id: string }>('spawn', { image: IMAGE });

  expect(await session.data('exec_run', { container_id, script: 'echo on' })).toMatchObject({
    stdout: 'on\n',
  });
  const opened = await post(server.url, INITIALIZE, { token: 'a' });
  expect(opened.headers.has('mcp-session-id')).toBe(false);
  expect((await fetch(server.url, { headers: headersOf({ token: 'a' }) })).status).toBe(405);
  await session.data('kill', { container_id, force: true });
});

it('speaks TLS', async () => {
  using folder = tempFolder();
  const key = join(folder.path, 'key.pem');
  const cert = join(folder.path, 'cert.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const files = ['-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, ...files], { stdio: 'pipe' });
  const files2 = { MCP_TLS_CERT: cert, MCP_TLS_KEY: key };
  await using server = await startServer(folder.path, files2);

  expect(server.url.protocol).toBe('https:');
  const asked = request(new URL('/health/ready', `https://localhost:${server.url.port}`), {
    ca: readFileSync(cert),
  });
  asked.end();
  const [response] = (await once(asked, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  expect(response.statusCode).toBe(200);
});

it('explains a certificate that is none, and a port that is taken', async () => {
  using folder = tempFolder();
  await using server = await startServer(folder.path);
  const nowhere = join(folder.path, 'none.pem');

  const files = { MCP_TLS_CERT: nowhere, MCP_TLS_KEY: nowhere };
  await expect(startServer(folder.path, files)).rejects.toThrow('MCP_TLS_CERT');
  await expect(startServer(folder.path, { MCP_PORT: server.url.port })).rejects.toThrow(
    'EADDRINUSE',
  );
});
