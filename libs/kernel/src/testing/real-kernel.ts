import { env as own, pid } from 'node:process';

import type { Caller } from '@devbench/core';

import { createKernel, type Parts } from '../create-kernel.ts';
import { loadConfig } from '../settings/load-config.ts';

export const callerOf = (
  id: string,
  scopes: Caller['principal']['scopes'] = ['workspace'],
): Caller => ({
  principal: { id, scopes },
  client: 'test',
  session: id,
  signal: new AbortController().signal,
});

/** A kernel that runs on the engine of the tests, with its state in that folder. */
export async function realKernel(
  folder: string,
  env: Record<string, string> = {},
  parts: Partial<Parts> = {},
) {
  const { kernel: config } = await loadConfig(
    {
      ...(own.DOCKER_HOST && { DOCKER_HOST: own.DOCKER_HOST }),
      MCP_STATE_DB: `${folder}/state.db`,
      MCP_DEFAULT_IMAGE_ALIAS: 'devbench/busybox:test',
      MCP_LOG_LEVEL: 'error',
      ...env,
    },
    { home: folder, host: 'laptop', pid, isAlive: () => true },
  );
  const kernel = createKernel(config, parts);
  await kernel.start();
  return kernel;
}
