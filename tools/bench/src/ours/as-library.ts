import { homedir, hostname } from 'node:os';

import type { Caller } from '@devbench/core';
import { createKernel, loadConfig } from '@devbench/kernel';

import type { Stage } from '../harness/stage.ts';
import type { Ours } from './call.ts';
import { ourEnvironment } from './environment.ts';

/** Our operations without MCP, as another Node service embeds them. */
export async function asLibrary(stage: Stage): Promise<Ours> {
  const place = { home: homedir(), host: hostname(), pid: process.pid, isAlive: () => true };
  const config = await loadConfig(ourEnvironment(stage.folder, {}), place);
  const kernel = createKernel(config.kernel);
  await kernel.start();
  await new Promise((done) => setTimeout(done, 300)); // TEMPORARY
  const profile = await stage.profiler?.record();
  const caller: Caller = {
    principal: { id: 'bench', scopes: ['workspace', 'admin'] },
    client: 'bench',
    session: 'bench',
    signal: new AbortController().signal,
  };
  return {
    pid: process.pid,
    call: (name, input) => kernel.operations.call(name, caller, input),
    async [Symbol.asyncDispose]() {
      await profile?.[Symbol.asyncDispose]();
      await kernel.stop();
    },
  };
}
