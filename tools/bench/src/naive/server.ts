import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import Dockerode from 'dockerode';
import { z } from 'zod';

import { exec } from './exec.ts';
import { readFile, writeFile } from './files.ts';

/** The Docker MCP server that one writes in an afternoon: a peer to compare with, with nothing around its calls. */
const docker = new Dockerode();
const server = new McpServer({ name: 'naive', version: '0' });
const container = z.string();
const answer = (structuredContent: Record<string, unknown>) => ({
  content: [{ type: 'text' as const, text: JSON.stringify(structuredContent) }],
  structuredContent,
});

server.registerTool(
  'exec',
  { inputSchema: { container, cmd: z.array(z.string()) } },
  async ({ container, cmd }) => answer({ ...(await exec(docker, container, cmd)) }),
);
server.registerTool(
  'read',
  { inputSchema: { container, path: z.string() } },
  async ({ container, path }) => answer({ content: await readFile(docker, container, path) }),
);
server.registerTool(
  'write',
  { inputSchema: { container, path: z.string(), content: z.string() } },
  async ({ container, ...file }) => {
    await writeFile(docker, container, file);
    return answer({ path: file.path });
  },
);
await server.connect(new StdioServerTransport());
