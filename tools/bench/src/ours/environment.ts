import { join } from 'node:path';

import { inherited } from '../harness/inherited.ts';

/** What `node` is started with for our stdio server. */
export const OUR_SERVER: readonly string[] = [
  '--conditions=@devbench/source',
  join(import.meta.dirname, '../../../../apps/mcp-stdio/src/main.ts'),
];

/** Its operations alone, to be started with a record of calls and without. */
export const BARE_SERVER: readonly string[] = [
  '--conditions=@devbench/source',
  join(import.meta.dirname, 'bare-server.ts'),
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
