import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import type { Caller } from '@devbench/core';
import { createKernel, type KernelConfig, loadConfig, type Parts } from '@devbench/kernel';
import { thisProcess } from '@devbench/kernel/process';

import type { Stage } from '../harness/stage.ts';
import type { OurLibrary } from './call.ts';
import { ourEnvironment } from './environment.ts';

interface Embedding {
  readonly settings?: Readonly<Record<string, string>>;
  readonly parts?: (config: KernelConfig) => Partial<Parts>;
}

/** Our operations without MCP, as another Node service embeds them. */
export async function asLibrary(
  stage: Stage,
  { settings = {}, parts = () => ({}) }: Embedding = {},
): Promise<OurLibrary> {
  const folder = await mkdtemp(join(stage.folder, 'library-'));
  const config = await loadConfig(ourEnvironment(folder, settings), thisProcess());
  const kernel = createKernel(config.kernel, parts(config.kernel));
  await kernel.start();
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
    output: (execId, memory) => kernel.operations.output(execId, caller, { memory }),
    async [Symbol.asyncDispose]() {
      await profile?.[Symbol.asyncDispose]();
      await kernel.stop();
    },
  };
}
