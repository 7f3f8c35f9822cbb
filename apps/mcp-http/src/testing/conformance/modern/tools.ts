import { setTimeout as sleep } from 'node:timers/promises';

import type { McpServer } from '@modelcontextprotocol/server';

import { text } from '../contents.ts';
import { PLAIN } from '../tools.ts';

/** The tools that the official scenarios call. */
export function addTools(server: McpServer): void {
  for (const [name, content] of Object.entries(PLAIN)) {
    server.registerTool(name, { description: name }, () => ({ content: [...content] }));
  }
  server.registerTool('test_error_handling', { description: 'Fails' }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  server.registerTool('test_logging_tool', { description: 'Logs' }, async ({ mcpReq }) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Whoever asks for it still gets it.
    await mcpReq.log('info', 'Tool execution');
    return { content: [text('logged')] };
  });
  server.registerTool('test_tool_with_progress', { description: 'Reports' }, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      const params = { progressToken: progressToken ?? 0, progress, total: 100 };
      if (progressToken !== undefined) {
        await mcpReq.notify({ method: 'notifications/progress', params });
      }
      await sleep(10);
    }
    return { content: [text('done')] };
  });
}
