import { McpServer } from '@modelcontextprotocol/server';

import { addPrompts } from './prompts.ts';
import { addResources } from './resources.ts';
import { addRounds, states } from './rounds.ts';
import { addTools } from './tools.ts';

/** What the official scenarios expect of a server in the revision of 2026-07-28. */
export function modernFixtures() {
  const server = new McpServer(
    { name: 'fixtures', version: '1' },
    {
      capabilities: { logging: {} },
      requestState: { verify: (state, context) => states.verify(state, context) },
    },
  );
  for (const add of [addTools, addRounds, addResources, addPrompts]) add(server);
  return server;
}
