import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const MAIN = join(import.meta.dirname, '../../apps/mcp-stdio/src/main.ts');

export interface DemoServer {
  readonly client: Client;
  /** What the server has logged as an error. */
  readonly complaints: () => readonly string[];
  /** Ends the server as a client does, by closing its stdin, and removes its state. */
  close(): Promise<void>;
}

/** Starts the stdio server as Claude or Cursor would, with a state of its own. */
export async function startServer(): Promise<DemoServer> {
  const folder = await mkdtemp(join(tmpdir(), 'devbench-demo-'));
  const env = Object.entries(process.env).filter((pair): pair is [string, string] => !!pair[1]);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['--conditions=@devbench/source', MAIN],
    env: {
      ...Object.fromEntries(env),
      MCP_STATE_DB: join(folder, 'state.db'),
      MCP_CANCEL_GRACE_MS: '1000',
    },
    stderr: 'pipe',
  });
  let log = '';
  transport.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const client = new Client({ name: 'devbench-demo', version: '0.1.0' });
  const close = async () => {
    await client.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await client.connect(transport);
  } catch (cause) {
    await close();
    throw new Error(`The server did not start.\n${log}`, { cause });
  }
  const complaints = () => log.split('\n').filter((line) => line.includes('"level":"error"'));
  return { client, close, complaints };
}
