export { createMcpServer, type McpServerOptions } from './server.ts';
