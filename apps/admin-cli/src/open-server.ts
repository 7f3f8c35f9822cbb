import type { Caller, Progress } from '@devbench/core';
import { VERSION } from '@devbench/kernel';
import { connectServer } from '@devbench/mcp/client';
import type { Command } from 'commander';

import { untilCancelled } from './until-cancelled.ts';
import { withKernel } from './with-kernel.ts';

/** Where operations are called: on the state and engine of this machine, or at a server that runs. */
export interface Server {
  readonly call: (
    name: string,
    input: object,
    onProgress?: Caller['onProgress'],
  ) => Promise<Record<string, unknown>>;
  /** Aborts at the first signal. */
  readonly signal: AbortSignal;
}

/** Runs `use` at the server of `--url`, else on what the settings say. */
export async function withServer(
  command: Command,
  use: (server: Server) => Promise<void>,
): Promise<void> {
  const { url } = command.optsWithGlobals<{ url?: string }>();
  if (url !== undefined) return withRemote(new URL(url), use);
  return withKernel(({ kernel, caller }) => {
    const call: Server['call'] = (name, input, onProgress) =>
      kernel.operations.call(name, { ...caller, ...(onProgress && { onProgress }) }, input);
    return use({ call, signal: caller.signal });
  });
}

async function withRemote(url: URL, use: (server: Server) => Promise<void>): Promise<void> {
  const signal = untilCancelled();
  const token = process.env.MCP_BEARER_TOKEN;
  const server = await connectServer(url, { token, name: 'devbench', version: VERSION });
  const call = (name: string, input: object, onProgress?: (progress: Progress) => void) =>
    server.call(name, input, { signal, ...(onProgress && { onProgress }) });
  try {
    await use({ call, signal });
  } finally {
    await server.close();
  }
}
