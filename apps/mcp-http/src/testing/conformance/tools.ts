import { setTimeout as sleep } from 'node:timers/promises';

import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';

import { audio, embedded, image, text } from './contents.ts';

/** What the tools answer that take nothing. */
export const PLAIN = {
  test_simple_text: [text('This is a simple text response for testing.')],
  test_image_content: [image],
  test_audio_content: [audio],
  test_embedded_resource: [
    embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.'),
  ],
  test_multiple_content_types: [
    text('Multiple content types test:'),
    image,
    embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
  ],
};

/** The tools that the official scenarios call. */
export function addTools(server: McpServer): void {
  for (const [name, content] of Object.entries(PLAIN)) {
    server.registerTool(name, { description: name }, () => ({ content: [...content] }));
  }

  server.registerTool('test_error_handling', { description: 'Fails' }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });

  server.registerTool('test_tool_with_logging', { description: 'Logs' }, async (extra) => {
    for (const data of ['started', 'processing', 'completed']) {
      const params = { level: 'info' as const, data: `Tool execution ${data}` };
      await extra.sendNotification({ method: 'notifications/message', params });
      await sleep(50);
    }
    return { content: [text('logged')] };
  });

  server.registerTool('test_tool_with_progress', { description: 'Reports' }, async (extra) => {
    const progressToken = extra._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      const params = { progressToken: progressToken ?? 0, progress, total: 100 };
      if (progressToken !== undefined) {
        await extra.sendNotification({ method: 'notifications/progress', params });
      }
      await sleep(50);
    }
    return { content: [text('done')] };
  });

  server.registerTool('test_reconnection', { description: 'Hangs up' }, async (extra) => {
    extra.closeSSEStream?.();
    await sleep(100);
    return { content: [text('still here')] };
  });
}
