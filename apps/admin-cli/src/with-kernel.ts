import type { Caller } from '@devbench/core';
import { createKernel, type Kernel, type KernelConfig } from '@devbench/kernel';
import { localUser } from '@devbench/kernel/process';

import { loadHere } from './load-here.ts';
import { untilCancelled } from './until-cancelled.ts';

interface Tools {
  readonly kernel: Kernel;
  readonly caller: Caller;
}

/** A kernel that does nothing by itself and says only what is wrong; no traces, whose last ones cost time. */
export const quietKernel = (config: KernelConfig): Kernel =>
  createKernel({
    ...config,
    telemetry: { ...config.telemetry, level: 'error', tracing: undefined },
    operations: { ...config.operations, background: false },
  });

export const callerHere = (signal: AbortSignal): Caller => ({
  principal: { id: localUser(), scopes: ['workspace', 'admin'] },
  client: 'devbench',
  session: `cli-${process.pid}`,
  signal,
});

/** Runs `use` on the state and engine of the settings, and does nothing there that `use` does not ask for. */
export async function withKernel(use: (tools: Tools) => Promise<void>): Promise<void> {
  const kernel = quietKernel((await loadHere()).kernel);
  try {
    await kernel.start();
    await use({ kernel, caller: callerHere(untilCancelled()) });
  } finally {
    await kernel.stop();
  }
}
