import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

import { toolCaller } from './tool-call.ts';

/** An MCP server on stdio and the client that drives it. */
export interface StdioServer extends AsyncDisposable {
  readonly pid: number;
  readonly call: (name: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;
}

const LAST_WORDS = 2_000;

/** Starts `node` with `args`, connects as a real client does, and lists the tools. */
export async function connectStdio(
  args: readonly string[],
  env: Record<string, string>,
): Promise<StdioServer> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...args],
    env,
    stderr: 'pipe',
  });
  let said = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-LAST_WORDS);
  });
  const client = new Client({ name: 'devbench-bench', version: '0' });
  try {
    await client.connect(transport);
    await client.listTools();
  } catch (cause) {
    await client.close();
    throw new Error(said.trim() || 'the server does not answer', { cause });
  }
  return {
    pid: transport.pid ?? 0,
    call: toolCaller(client),
    [Symbol.asyncDispose]: () => client.close(),
  };
}
