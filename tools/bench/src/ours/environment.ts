import { join } from 'node:path';

import { inherited } from '../harness/inherited.ts';

/** What `node` is started with for our stdio server. */
export const OUR_SERVER: readonly string[] = [
  '--conditions=@devbench/source',
  join(import.meta.dirname, '../../../../apps/mcp-stdio/src/main.ts'),
];

/** The same without audit, metrics and log. */
export const UNRECORDED_SERVER: readonly string[] = [
  '--conditions=@devbench/source',
  join(import.meta.dirname, 'unrecorded-server.ts'),
];

/** The environment of our server: the engine of the caller, a state of its own, nothing else that is set. */
export function ourEnvironment(
  folder: string,
  settings: Readonly<Record<string, string>>,
): Record<string, string> {
  const others = Object.entries(inherited()).filter(([name]) => !/^(DOCKER_)?MCP_/.test(name));
  return {
    ...Object.fromEntries(others),
    MCP_STATE_DB: join(folder, 'state.db'),
    MCP_LOG_LEVEL: 'error',
    ...settings,
  };
}
