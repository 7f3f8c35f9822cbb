const BUILT = 'needs base images and Debian packages from their registries';
const CONTAINER =
  'apps/mcp-http/src/server-image.e2e.test.ts runs an image that is built without registries';

/** Commands of the documentation that no test runs as they are written, and why: the one list of them. */
export const ELSEWHERE: readonly (readonly [begins: string, reason: string])[] = [
  ['git clone', 'a CI begins with it'],
  ['npm run demo', 'apps/mcp-stdio/src/main-job.e2e.test.ts does the same job'],
  ['npm run setup', 'a CI begins with it'],
  ['npm test', 'this is it'],
  [
    'claude mcp add devbench',
    'apps/mcp-stdio/src/documented-clients.e2e.test.ts runs what it adds',
  ],
  ['claude mcp add --transport http', 'apps/mcp-http/src/clients.e2e.test.ts connects as it does'],
  ['curl', 'apps/mcp-http/src/links.e2e.test.ts makes these requests without curl'],
  ['DOCKER_HOST=ssh://', 'apps/mcp-stdio/src/remote runs it with a machine that has sshd'],
  ['DOCKER_HOST=tcp://', 'apps/mcp-stdio/src/remote runs it with an engine that has TLS'],
  ['docker build', BUILT],
  ['docker run', CONTAINER],
  ['MCP_BEARER_TOKENS=alice=secret docker compose', CONTAINER],
  ['MCP_BEARER_TOKENS=alice=secret GRAFANA_PASSWORD=secret docker compose', CONTAINER],
];
