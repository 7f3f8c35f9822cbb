import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';

import { blob } from '../contents.ts';

/** The resources that the official scenarios read. */
export function addResources(server: McpServer): void {
  const add = (name: string, mimeType: string, content: { text: string } | typeof blob) =>
    server.registerResource(name, `test://${name}`, { mimeType }, ({ href }) => ({
      contents: [{ uri: href, mimeType, ...content }],
    }));
  add('static-text', 'text/plain', { text: 'This is the content of the static text resource.' });
  add('static-binary', blob.mimeType, blob);

  const mimeType = 'application/json';
  const template = new ResourceTemplate('test://template/{id}/data', { list: undefined });
  server.registerResource('template', template, { mimeType }, ({ href }, { id }) => {
    const data = { id, templateTest: true, data: `Data for ID: ${String(id)}` };
    return { contents: [{ uri: href, mimeType, text: JSON.stringify(data) }] };
  });
}
