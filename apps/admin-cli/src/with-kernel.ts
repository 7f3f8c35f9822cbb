import { join } from 'node:path';

import type { Caller } from '@devbench/core';
import { createKernel, type Kernel, loadConfig } from '@devbench/kernel';
import { localUser, thisProcess, untilSignal } from '@devbench/kernel/process';

const ENV_FILE = join(import.meta.dirname, '../../../.env');

interface Tools {
  readonly kernel: Kernel;
  readonly caller: Caller;
}

/** Runs `use` on the state and engine of the settings, and does nothing there that `use` does not ask for. */
export async function withKernel(use: (tools: Tools) => Promise<void>): Promise<void> {
  const { kernel: config } = await loadConfig(process.env, thisProcess(), ENV_FILE);
  const kernel = createKernel({
    ...config,
    telemetry: { ...config.telemetry, level: 'error' },
    operations: { ...config.operations, background: false },
  });
  const cancelled = new AbortController();
  void untilSignal().then(() => cancelled.abort());
  const caller: Caller = {
    principal: { id: localUser(), scopes: ['workspace', 'admin'] },
    client: 'devbench',
    session: `cli-${process.pid}`,
    signal: cancelled.signal,
  };
  try {
    await kernel.start();
    await use({ kernel, caller });
  } finally {
    await kernel.stop();
  }
}
