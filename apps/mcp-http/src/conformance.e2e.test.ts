import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { startFixtureServer } from './testing/conformance/fixture-server.ts';
import { tempFolder } from './testing/folder.ts';
import { startServer, type TestServer } from './testing/server.ts';

const MODULES = join(import.meta.dirname, '../../../node_modules');
/** Revisions up to 2025-11-25, and that of 2026-07-28, which only the alpha knows. */
const RELEASED = '@modelcontextprotocol/conformance';
const ALPHA = 'conformance-alpha';

/** These programs wait two or five seconds for an answer, whatever else the machine does. */
const THEIR_PATIENCE = { retry: 2, timeout: 400_000 };

/** The official suite against a server; answers what it prints. It fails when a check does. */
async function conform(suite: string, folder: string, { port }: URL, ...args: string[]) {
  const url = `http://localhost:${port}/mcp`;
  const program = join(MODULES, suite, 'dist/index.js');
  const command = [program, 'server', '--url', url, '-o', folder, ...args];
  const env = { PATH: process.env.PATH, HOME: folder };
  const run = promisify(execFile)(process.execPath, command, { env, timeout: 300_000 });
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
])('conforms: %s', THEIR_PATIENCE, async (scenario) => {
  const said = await conform(RELEASED, folder.path, server.url, '--scenario', scenario);

  expect(said).toMatch(/ 0 failed/);
});

it.concurrent('conforms to 2026-07-28: caching', THEIR_PATIENCE, async () => {
  const args = ['--spec-version', '2026-07-28', '--scenario', 'caching'];
  const said = await conform(ALPHA, folder.path, server.url, ...args);

  expect(said).toMatch(/ 0 failed, 0 warnings/);
});

it.concurrent('carries all that the protocol knew', THEIR_PATIENCE, async () => {
  await using fixtures = await startFixtureServer();
  const said = await conform(RELEASED, folder.path, fixtures.url);

  expect(said).toMatch(/Total: (\d{2,}) passed, 0 failed/);
});

it.concurrent('carries all that 2026-07-28 knows', THEIR_PATIENCE, async () => {
  await using fixtures = await startFixtureServer();
  const required = ['--requirements', '2026-07-28'];
  const said = await conform(ALPHA, folder.path, fixtures.url, ...required);

  // It fails when one of these fails; extensions are run, too, and not scored.
  expect(said).toContain('server-stateless: 28 passed, 0 failed');
});
