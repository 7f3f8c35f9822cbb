import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, it } from 'vitest';

import { serverEnv } from './testing/environment.ts';
import { tempFolder } from './testing/folder.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PLACE = '/path/to/devbench';

interface Server {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a page tells the user to paste, and the command line beside it. */
function serversOn(page: string): readonly Server[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const pasted = [...text.matchAll(/```json\n([^]*?)```/g)].flatMap(([, json = '']) => {
    const { mcpServers, servers } = JSON.parse(json) as Record<string, Record<string, Server>>;
    return Object.values(mcpServers ?? servers ?? {});
  });
  const typed = [...text.matchAll(/[`\n]claude mcp add devbench -- (\S+) ([^`\n]+)/g)].map(
    ([, command = '', args = '']) => ({ command, args: args.split(' ') }),
  );
  return [...pasted, ...typed];
}

const pages = ['README.md', 'docs/guides/getting-started.md', 'docs/guides/clients.md'];
const all = pages.flatMap(serversOn);
/** Most clients are told the same. */
const different = new Map(
  all.map(({ command, args, env }) => [
    JSON.stringify([command, args, env]),
    { command, args, env },
  ]),
);

it('are in the documentation', () => {
  expect(all.length).toBeGreaterThanOrEqual(9);
});

it.each([...different])('%s starts the server', { timeout: 180_000 }, async (_, server) => {
  const { command, args, env } = server;
  using folder = tempFolder();
  const there = args.map((arg) => arg.replace(PLACE, ROOT));
  expect(there).not.toEqual(args);
  const transport = new StdioClientTransport({
    command: command.replace(PLACE, ROOT),
    args: there,
    env: serverEnv(folder.path, env),
    cwd: folder.path,
    stderr: 'ignore',
  });
  const client = new Client({ name: 'documented', version: '1' });
  await client.connect(transport, { timeout: 120_000 });
  try {
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const chosen = (env?.MCP_TOOLSETS ?? 'workspace').split(',');
    expect(names.includes('spawn')).toBe(chosen.includes('workspace'));
    expect(names.includes('docker_exec')).toBe(chosen.includes('docker'));
    const health = async () =>
      (await client.callTool({ name: 'health', arguments: {} })).structuredContent;
    const connected = expect.objectContaining({ docker_connected: true }) as unknown;
    await expect.poll(health).toEqual(connected);
  } finally {
    await client.close();
  }
});
