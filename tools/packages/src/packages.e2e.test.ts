import { cpSync, mkdtempDisposableSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { copyExamples } from './examples.ts';
import { type Installed, install } from './install.ts';
import { type Package, packAll } from './pack.ts';
import { run } from './run.ts';
import { type Service, startService } from './service.ts';

const ROOT = join(import.meta.dirname, '../../..');
const NODES = ['oldest', 'current'] as const;

const folder = mkdtempDisposableSync(join(tmpdir(), 'packages-'));
const consumer = join(folder.path, 'consumer');
const env = {
  PATH: process.env.PATH ?? '',
  HOME: folder.path,
  MCP_STATE_DB: join(folder.path, 'state.db'),
  ...(process.env.DOCKER_HOST && { DOCKER_HOST: process.env.DOCKER_HOST }),
};
let packages: readonly Package[];
let shown: readonly string[];
let installed: Installed;
const nodeOf = (which: (typeof NODES)[number]) =>
  which === 'oldest' ? installed.oldestNode : process.execPath;

beforeAll(async () => {
  packages = await packAll(folder.path);
  cpSync(join(ROOT, 'examples/embedding'), consumer, { recursive: true });
  shown = copyExamples(join(consumer, 'src/shown'));
  installed = await install(consumer, packages);
}, 300_000);
afterAll(() => folder.remove());

it('publishes what publint finds no fault with', async () => {
  const found = packages.map(async ({ name, tarball }) => {
    const { messages } = await publint({
      pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
      strict: true,
    });
    return messages.map((message) => ({ name, ...message }));
  });
  expect((await Promise.all(found)).flat()).toEqual([]);
});

it('publishes types that every way to resolve modules finds', async () => {
  const found = packages
    .filter(({ hasModules }) => hasModules)
    .map(async ({ name, tarball }) => {
      const data = createPackageFromTarballData(new Uint8Array(readFileSync(tarball)));
      const { types, ...result } = await checkPackage(data);
      const problems = 'problems' in result ? result.problems : [];
      const real = problems.filter(
        (problem) =>
          // These packages are ESM only, for resolvers that know `exports`.
          problem.kind !== 'CJSResolvesToESM' &&
          !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
      );
      return [...(types ? [] : [`${name} has no types`]), ...real];
    });
  expect((await Promise.all(found)).flat()).toEqual([]);
});

describe.each(NODES)('on the %s Node', (which) => {
  it('runs the stdio server', async () => {
    const client = new Client({ name: 'packages', version: '1' });
    const args = [installed.bin('devbench-mcp-stdio')];
    await client.connect(
      new StdioClientTransport({
        command: nodeOf(which),
        args,
        env,
        cwd: consumer,
        stderr: 'ignore',
      }),
    );
    const call = async (name: string, input: object) =>
      (await client.callTool({ name, arguments: { ...input } })).structuredContent;
    const { container_id } = (await call('spawn', {})) as { container_id: string };
    expect(await call('exec_run', { container_id, cmd: ['echo', 'packed'] })).toMatchObject({
      stdout: 'packed\n',
    });
    await call('kill', { container_id, force: true });
    await client.close();
  });

  it('runs the CLI', async () => {
    const status = await run(nodeOf(which), [installed.bin('devbench'), 'status', '--json'], {
      cwd: consumer,
      env,
    });
    expect(JSON.parse(status)).toMatchObject({ version: '0.1.0' });
  });

  it('runs the HTTP server', async () => {
    const args = [installed.bin('devbench-mcp-http')];
    await using server = await start(args, { ...env, MCP_PORT: '0' });
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });

  it('runs a service that embeds the kernel', async () => {
    await using server = await start(['src/main.ts'], { ...env, PORT: '0' });
    const ask = (method: string, path: string, body?: string) =>
      fetch(`${server.url}${path}`, {
        method,
        headers: { 'x-user': which },
        ...(body && { body }),
      });
    const streamed = await (await ask('POST', '/run', 'echo out; echo err >&2; exit 3')).text();
    expect(streamed).toContain('event: stdout\ndata: "out\\n"');
    expect(streamed).toContain('event: stderr\ndata: "err\\n"');
    expect(streamed).toMatch(/event: end\ndata: .*"exitCode":3/);
    const refused = await ask('POST', '/run', '');
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('hint')]);
    expect((await ask('DELETE', '/workspace')).status).toBe(204);
    const actions = (await (await ask('GET', '/activity')).json()) as { action: string }[];
    expect(actions.map(({ action }) => action)).toContain('kill');
  });

  const start = (args: readonly string[], more: NodeJS.ProcessEnv): Promise<Service> =>
    startService(nodeOf(which), args, { cwd: consumer, env: more });
});

it('runs the program that the guide shows', { timeout: 180_000 }, async () => {
  const file = shown.find((name) => name.includes('embedding')) ?? '';
  const said = await run(process.execPath, [join('src/shown', file)], { cwd: consumer, env });
  expect(said).toBe('1\n2\n3\n');
});

it('is typed for those who embed it', async () => {
  const tsc = join(ROOT, 'node_modules/typescript-7/bin/tsc');
  // The types of the protocol's SDK name some of browsers.
  const lib = ['--lib', 'es2024,esnext.disposable,dom,dom.iterable'];
  const types = ['--typeRoots', join(ROOT, 'node_modules/@types'), ...lib];
  expect(
    await run(process.execPath, [tsc, '--project', consumer, ...types], { cwd: consumer }),
  ).toBe('');
});
