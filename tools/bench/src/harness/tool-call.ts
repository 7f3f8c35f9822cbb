import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

/** Longer than anything that is measured takes: the case has a limit of its own. */
const PATIENCE = { timeout: 600_000 };

/** Calls tools as a client does; rejects with what the server says when it fails. */
export const toolCaller =
  (client: Client) =>
  async (name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const request = { name, arguments: input };
    const result = (await client.callTool(request, undefined, PATIENCE)) as CallToolResult;
    if (result.isError === true) throw new Error(`${name}: ${textOf(result)}`);
    return result.structuredContent ?? { text: textOf(result) };
  };

const textOf = ({ content }: CallToolResult) =>
  content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
