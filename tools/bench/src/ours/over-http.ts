import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import type { Stage } from '../harness/stage.ts';
import { toolCaller } from '../harness/tool-call.ts';
import type { Ours } from './call.ts';
import { ourEnvironment } from './environment.ts';

const APP = join(import.meta.dirname, '../../../../apps/mcp-http/src/main.ts');

export interface OurHttpServer extends AsyncDisposable {
  readonly pid: number;
  /** A client of its own, in a session of its own; its token is the name of the tenant. */
  connect(tenant: string): Promise<Ours>;
}

/** Our HTTP server as a process of its own, for these tenants. */
export async function overHttp(
  stage: Stage,
  tenants: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<OurHttpServer> {
  const folder = await mkdtemp(join(stage.folder, 'state-'));
  const env = ourEnvironment(folder, {
    MCP_PORT: '0',
    MCP_LOG_LEVEL: 'info',
    MCP_DRAIN_GRACE_S: '5',
    MCP_AUTH_MODE: 'bearer',
    MCP_BEARER_TOKENS: tenants.map((name) => `${name}=${name}`).join(','),
    ...settings,
  });
  const server = spawn(process.execPath, ['--conditions=@devbench/source', APP], { env });
  server.stdout.resume();
  const ended = once(server, 'exit');
  const url = await new Promise<URL>((resolve, reject) => {
    createInterface(server.stderr).on('line', (line) => {
      const [, found] = /"message":"listening".*"url":"([^"]+)"/.exec(line) ?? [];
      if (found !== undefined) resolve(new URL(found));
    });
    server.once('exit', () => reject(new Error('the server did not start')));
  });
  return {
    pid: server.pid ?? 0,
    async connect(tenant) {
      const headers = { Authorization: `Bearer ${tenant}` };
      const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
      const client = new Client({ name: 'devbench-bench', version: '0' });
      await client.connect(transport);
      return {
        pid: server.pid ?? 0,
        call: toolCaller(client),
        [Symbol.asyncDispose]: () => client.close(),
      };
    },
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}
