import { createHttpHandler, listenHttp } from '@devbench/mcp/http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';

import { modernFixtures } from './modern/fixtures.ts';
import { addPrompts } from './prompts.ts';
import { addQuestions } from './questions.ts';
import { addResources } from './resources.ts';
import { addTools } from './tools.ts';

/** What the official scenarios expect of revisions up to 2025-11-25. */
function fixtures() {
  const capabilities = { logging: {}, resources: { subscribe: true } };
  const server = new McpServer({ name: 'fixtures', version: '1' }, { capabilities });
  for (const add of [addTools, addQuestions, addResources, addPrompts]) add(server);
  return server.server;
}

const everybody = { id: 'everybody', scopes: ['workspace'] } as const;

/** The fixtures of both eras, behind the HTTP of the product. */
export async function startFixtureServer() {
  const handler = createHttpHandler(
    { older: fixtures, modern: { serverFor: modernFixtures } },
    {
      path: '/mcp',
      authenticator: { requiredScopes: [], authenticate: async () => everybody },
      hosts: ['localhost', '127.0.0.1'],
      origins: [],
      cors: false,
      trustProxy: false,
      maxBodyBytes: 1_000_000,
      sessions: { most: 100, mostOfOne: 100, idleMs: 60_000 },
      stateless: false,
      legacySse: false,
      health: () => Promise.reject(new Error('Nobody asks.')),
    },
  );
  const listener = await listenHttp(handler.handle, { host: '127.0.0.1', port: 0 });
  return {
    url: new URL('/mcp', listener.url),
    async [Symbol.asyncDispose]() {
      await handler.close();
      await listener.close();
    },
  };
}
