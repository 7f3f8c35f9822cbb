import type { Caller } from '@devbench/core';
import { type OperationClient, operations } from '@devbench/operations';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';

import { createMcpServer, type McpServerOptions } from '../server.ts';

export const options = {
  version: '1.2.3',
  principal: { id: 'alice', scopes: ['workspace'] },
  toolsets: ['workspace'],
  session: 'session-1',
} satisfies McpServerOptions;

export interface Called {
  readonly name: string;
  readonly caller: Caller;
  readonly input: unknown;
}

/** Answers every call by `answer` and remembers it. */
export function scriptedClient(
  answer: (called: Called) => Promise<Record<string, unknown>>,
): OperationClient & { readonly calls: Called[] } {
  const calls: Called[] = [];
  return {
    operations,
    calls,
    call(name, caller, input) {
      const called = { name, caller, input };
      calls.push(called);
      return answer(called);
    },
  };
}

/** The SDK's client, connected to a server in memory. */
export async function connect(called: OperationClient, change: Partial<McpServerOptions> = {}) {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = createMcpServer(called, { ...options, ...change });
  const client = new Client({ name: 'test-client', version: '9' });
  await server.connect(far);
  await client.connect(near);
  return { client, server };
}
