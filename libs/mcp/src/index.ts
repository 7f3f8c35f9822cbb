export { createMcpServer, type McpServerOptions } from './server.ts';
export { createToolCatalog } from './tools/catalog.ts';
