import { join } from 'node:path';

import { startTraceCollector, type TraceCollector } from '@devbench/testing';
import { afterAll, beforeAll } from 'vitest';

import { tempFolder } from './folder.ts';
import { startServer, type TestServer } from './server.ts';
import { connect, IMAGE, type Session } from './session.ts';

export const SECRET = 'planted-hunter2-planted';
export const TOKENS = { alice: `${SECRET}-alice`, root: `${SECRET}-root` };

/**
 * One server with everything that an operator can look at, an administrator and somebody else, and who collects
 * its traces.
 */
export function busyServer(env: Record<string, string> = {}) {
  const folder = tempFolder();
  let traces: TraceCollector;
  let server: TestServer;
  let alice: Session;
  let root: Session;
  let box = '';

  beforeAll(async () => {
    traces = await startTraceCollector();
    server = await startServer(folder.path, {
      MCP_AUTH_MODE: 'bearer',
      MCP_BEARER_TOKENS: `alice=${TOKENS.alice},root:admin=${TOKENS.root}`,
      MCP_TOOLSETS: 'workspace,more,admin',
      MCP_TRACING_ENABLED: 'true',
      MCP_TRACING_ENDPOINT: traces.url,
      ...env,
    });
    alice = await connect(server.url, TOKENS.alice);
    root = await connect(server.url, TOKENS.root);
    const spawned = await alice.data<{ container_id: string }>('spawn', {
      ...{ image: IMAGE, alias: 'box', env: { API_TOKEN: SECRET } },
    });
    box = spawned.container_id;
  });

  afterAll(async () => {
    await alice.call('kill', { container_id: box, force: true });
    await alice.client.close();
    await root.client.close();
    await server[Symbol.asyncDispose]();
    await traces.close();
    folder.remove();
  });

  return {
    alice: () => alice,
    root: () => root,
    server: () => server,
    traces: () => traces,
    box: () => box,
    file: (name: string) => join(folder.path, name),
    scrape: async (who: keyof typeof TOKENS = 'root') =>
      fetch(new URL('/metrics', server.url), {
        headers: { Authorization: `Bearer ${TOKENS[who]}` },
      }),
  };
}
