#!/usr/bin/env node
import { join } from 'node:path';

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
/** Then there are containers of the pool to remove; clients wait two seconds twice before they kill. */
const FAREWELL_WITH_POOL_MS = 3_500;
/** Not that of the working directory: a client starts this server in any folder, also in a stranger's. */
const ENV_FILE = join(import.meta.dirname, '../../../.env');

const stdout = claimStdout();
try {
  const { kernel: config, toolsets } = await loadConfig(process.env, thisProcess(), ENV_FILE);
  const kernel = createKernel(config);
  await kernel.start();
  const session = await serveStdio(kernel.operations, {
    stdin: process.stdin,
    stdout,
    version: VERSION,
    toolsets,
    principal: { id: localUser(), scopes: ['workspace', 'admin'] },
    onProblem: ({ message }) => kernel.log.warn('no message', { problem: message.slice(0, 200) }),
  });
  const left = session.closed.then(() => {
    const farewellMs = config.operations.warmPool.size > 0 ? FAREWELL_WITH_POOL_MS : FAREWELL_MS;
    setTimeout(() => process.exit(0), farewellMs).unref();
    return 'stdin closed';
  });
  kernel.log.info('stopping', { reason: await Promise.race([untilSignal(), left]) });
  await kernel.stop();
  await session.close();
  process.exit(0);
} catch (error) {
  exitWith('devbench-mcp-stdio', error);
}
