import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import type { Principal } from '@devbench/core';
import { createKernel, loadConfig, VERSION } from '@devbench/kernel';
import {
  claimStdout,
  exitWith,
  localUser,
  thisProcess,
  untilSignal,
} from '@devbench/kernel/process';
import { serveStdio } from '@devbench/mcp/stdio';

/** With the last answers, a client that closes stdin waits less than two seconds for the exit. */
const FAREWELL_MS = 1_200;
/** When containers go with the server; clients wait two seconds twice before they kill. */
const LONG_FAREWELL_MS = 3_500;
/** Not that of the working directory: a client starts this server in any folder, also in a stranger's. */
const ENV_FILE = join(import.meta.dirname, '../../../.env');

/** Serves the client that started this process until it is gone, then ends the process. */
export async function serve(): Promise<void> {
  const stdout = claimStdout();
  try {
    const { kernel: config, toolsets } = await loadConfig(process.env, thisProcess(), ENV_FILE);
    const kernel = createKernel(config);
    await kernel.start();
    const { warmPool, endWithSession } = config.operations;
    const farewellMs = warmPool.size > 0 || endWithSession ? LONG_FAREWELL_MS : FAREWELL_MS;
    const principal: Principal = { id: localUser(), scopes: ['workspace', 'admin'] };
    const name = randomUUID();
    const session = await serveStdio(kernel.operations, {
      stdin: process.stdin,
      stdout,
      version: VERSION,
      toolsets,
      principal,
      session: name,
      onProblem: ({ message }) => kernel.log.warn('no message', { problem: message.slice(0, 200) }),
    });
    const left = session.closed.then(() => {
      setTimeout(() => process.exit(0), farewellMs).unref();
      return 'stdin closed';
    });
    kernel.log.info('stopping', { reason: await Promise.race([untilSignal(), left]) });
    const { signal } = new AbortController();
    await kernel.operations
      .leave({ principal, client: 'stdio', session: name, signal })
      .catch((error: unknown) => kernel.log.warn('session not ended', { error: String(error) }));
    await kernel.stop();
    await session.close();
    process.exit(0);
  } catch (error) {
    exitWith('devbench-mcp-stdio', error);
  }
}
