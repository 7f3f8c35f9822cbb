import { join } from 'node:path';

import { COMPILED_BEFORE } from '@devbench/testing';

/** How a client is told to start the server. */
export const COMMAND = process.execPath;
export const ARGS = ['--conditions=@devbench/source', join(import.meta.dirname, '../main.ts')];

/** Variables by which servers reach the engine of the tests another way than the tests do, as JSON. */
export const FAR_ENGINE = 'DEVBENCH_FAR_ENGINE';

/** What the server needs of the environment of the tests: the engine, and nothing of the user's settings. */
export function serverEnv(folder: string, more: Record<string, string> = {}) {
  const inherited = ['PATH', 'DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'];
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    ...(JSON.parse(process.env[FAR_ENGINE] ?? '{}') as Record<string, string>),
    ...COMPILED_BEFORE,
    HOME: folder,
    MCP_STATE_DB: join(folder, 'state.db'),
    MCP_LOG_LEVEL: 'debug',
    ...more,
  };
}
