import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { createMCPClient } from '@ai-sdk/mcp';
import { StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, it } from 'vitest';

import { ARGS, COMMAND, serverEnv } from './testing/environment.ts';
import { tempFolder } from './testing/folder.ts';
import { IMAGE } from './testing/workspace.ts';

interface ToolReply {
  readonly isError?: boolean;
  readonly structuredContent?: Record<string, unknown>;
}

it('works for the client of the AI SDK', async () => {
  using folder = tempFolder();
  const transport = new StdioMCPTransport({
    command: COMMAND,
    args: ARGS,
    env: serverEnv(folder.path),
    stderr: 'ignore',
  });
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

const NEWER = 'works for version 2 of the SDK, in the newest revision that both know';
it(NEWER, { timeout: 180_000 }, async () => {
  using folder = tempFolder();
  const env = serverEnv(folder.path);
  const transport = new StdioClientTransport({
    command: COMMAND,
    args: ARGS,
    env,
    stderr: 'ignore',
  });
  const client = new Client(
    { name: 'e2e', version: '2' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(transport);

  const { structuredContent } = await client.callTool({ name: 'health', arguments: {} });
  const revision = client.getNegotiatedProtocolVersion();
  await client.close();

  expect(revision).toBe('2026-07-28');
  expect(structuredContent).toMatchObject({ status: 'healthy' });
});

const INSPECTOR = join(import.meta.dirname, '../../../node_modules/.bin/mcp-inspector');

const PATIENT = ['--cli', '-q', '--connect-timeout', '60000'];

/** One request of the Inspector's command line, which starts a server of its own for it. */
async function inspect(folder: string, ...args: string[]) {
  const settings = Object.entries(serverEnv(folder)).flatMap((pair) => ['-e', pair.join('=')]);
  const { stdout } = await promisify(execFile)(
    COMMAND,
    [INSPECTOR, ...PATIENT, '--format', 'json', COMMAND, ...ARGS, ...args, ...settings],
    { env: { PATH: process.env.PATH, HOME: folder }, timeout: 150_000 },
  );
  return (JSON.parse(stdout) as { result: Record<string, unknown> }).result;
}

const inspectTool = async (folder: string, name: string, input: object) => {
  const args = ['--tool-name', name, '--tool-args-json', JSON.stringify(input)];
  const { structuredContent } = await inspect(folder, '--method', 'tools/call', ...args);
  return structuredContent as Record<string, unknown>;
};

it(
  'works for the MCP Inspector, with a new server for every call',
  { timeout: 180_000 },
  async () => {
    using folder = tempFolder();
    const call = (name: string, input: object) => inspectTool(folder.path, name, input);

    const { container_id } = await call('spawn', { image: IMAGE });
    const ran = await call('exec_run', { container_id, script: 'echo hello' });
    const killed = await call('kill', { container_id, force: true });

    expect(ran).toMatchObject({ stdout: 'hello\n', exit_code: 0 });
    expect(killed).toMatchObject({ status: 'stopped' });
  },
);
