import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { startFixtureServer } from './testing/conformance/fixture-server.ts';
import { tempFolder } from './testing/folder.ts';
import { startServer, type TestServer } from './testing/server.ts';

const CONFORMANCE = join(import.meta.dirname, '../../../node_modules/.bin/conformance');

/** The official suite against a server; answers what it prints. It fails when a check does. */
async function conform(folder: string, { port }: URL, ...args: string[]): Promise<string> {
  const url = `http://localhost:${port}/mcp`;
  const command = [CONFORMANCE, 'server', '--url', url, '-o', folder, ...args];
  const env = { PATH: process.env.PATH, HOME: folder };
  const run = promisify(execFile)(process.execPath, command, { env, timeout: 120_000 });
  return (await run).stdout;
}

const folder = tempFolder();
let server: TestServer;

beforeAll(async () => {
  server = await startServer(folder.path);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder.remove();
});

it.concurrent.each([
  'server-initialize',
  'ping',
  'tools-list',
  'resources-list',
  'server-sse-multiple-streams',
  'dns-rebinding-protection',
])('conforms: %s', async (scenario) => {
  expect(await conform(folder.path, server.url, '--scenario', scenario)).toMatch(/ 0 failed/);
});

it('carries all that the protocol knows', { timeout: 180_000 }, async () => {
  await using fixtures = await startFixtureServer();

  const said = await conform(folder.path, fixtures.url);

  expect(said).toMatch(/Total: (\d{2,}) passed, 0 failed/);
});
