import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { createMCPClient } from '@ai-sdk/mcp';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { IMAGE } from './testing/session.ts';

const headers = { Authorization: 'Bearer t' };

const folder = tempFolder();
let server: TestServer;

beforeAll(async () => {
  const env = { MCP_AUTH_MODE: 'bearer', MCP_BEARER_TOKENS: 'alice=t' };
  server = await startServer(folder.path, env);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder.remove();
});

interface ToolReply {
  readonly isError?: boolean;
  readonly structuredContent?: Record<string, unknown>;
}

it('works for the client of the AI SDK', async () => {
  const transport = { type: 'http', url: server.url.href, headers } as const;
  const client = await createMCPClient({ transport });
  try {
    const tools = await client.tools();
    const call = async (name: string, input: object) => {
      const options = { toolCallId: '1', messages: [], context: {} };
      return (await tools[name]?.execute(input, options as never)) as ToolReply;
    };

    const spawned = await call('spawn', { image: IMAGE });
    const container_id = spawned.structuredContent?.container_id;
    const ran = await call('exec_run', { container_id, script: 'echo hello' });
    const failed = await call('fs_read', { container_id, path: 'missing' });
    await call('kill', { container_id, force: true });

    expect(ran.structuredContent).toMatchObject({ stdout: 'hello\n', exit_code: 0 });
    expect(failed.isError).toBe(true);
  } finally {
    await client.close();
  }
});

const INSPECTOR = join(import.meta.dirname, '../../../node_modules/.bin/mcp-inspector');

async function inspect(...args: string[]) {
  const target = ['--cli', '-q', '--format', 'json', server.url.href, '--transport', 'http'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [INSPECTOR, ...target, '--header', `Authorization: ${headers.Authorization}`, ...args],
    { env: { PATH: process.env.PATH, HOME: folder.path }, timeout: 60_000 },
  );
  return (JSON.parse(stdout) as { result: Record<string, unknown> }).result;
}

it('works for the MCP Inspector', async () => {
  const { tools } = await inspect('--method', 'tools/list');
  const call = ['--method', 'tools/call', '--tool-name', 'health'];

  expect(tools).toContainEqual(expect.objectContaining({ name: 'exec_run' }));
  expect(await inspect(...call)).toMatchObject({ structuredContent: { status: 'healthy' } });
});
