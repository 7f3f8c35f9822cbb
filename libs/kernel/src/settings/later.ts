/** Documented names that this server does not act on yet. They are refused, so that none is believed in vain. */
export const LATER: ReadonlySet<string> = new Set(
  `
  MCP_OAUTH_REDIRECT_PATH
  MCP_DATABASE_URL MCP_DB_POOL_SIZE MCP_DB_MAX_OVERFLOW MCP_DB_POOL_TIMEOUT
  MCP_IMAGE_SCANNING_ENABLED MCP_IMAGE_SCAN_MAX_SEVERITY MCP_NETWORK_ALLOWED_HOSTS
  MCP_CONTAINER_READ_ONLY_ROOTFS MCP_CONTAINER_DROP_CAPABILITIES MCP_WORKSPACE_PATH
  MCP_MAX_FILE_SIZE
  MCP_EXEC_PARALLELISM MCP_STREAM_BACKLOG_BYTES
  MCP_DOCKER_REDIS_URL
  `
    .trim()
    .split(/\s+/),
);

/**
 * Variables of MCP clients, which hand their environment down to the servers they start. Nobody means us.
 */
const FOREIGN = [
  /^MCP_(TOOL_)?TIMEOUT$/,
  /^MCP_CONNECT(ION)?_/,
  /^MCP_SERVER_CONNECTION_/,
  /^MCP_INSPECTOR_/,
  /^MCP_REMOTE_/,
  /^MCP_OAUTH_CALLBACK_PORT$/,
  /^MCP_CLIENT_SECRET$/,
  /^MCP_DANGEROUSLY_/,
  /^MCP_DEBUG$/,
];

export const isForeign = (name: string) => FOREIGN.some((pattern) => pattern.test(name));
