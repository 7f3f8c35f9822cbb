import { join } from 'node:path';

/** What `node` is started with for our stdio server. */
export const OUR_SERVER: readonly string[] = [
  '--conditions=@devbench/source',
  join(import.meta.dirname, '../../../../apps/mcp-stdio/src/main.ts'),
];

/** The environment of our server: the engine of the caller, a state of its own, nothing else that is set. */
export function ourEnvironment(
  folder: string,
  settings: Readonly<Record<string, string>>,
): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(DOCKER_)?MCP_/.test(name) ? [] : [[name, value]],
  );
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    MCP_STATE_DB: join(folder, 'state.db'),
    MCP_LOG_LEVEL: 'error',
    ...settings,
  };
}
