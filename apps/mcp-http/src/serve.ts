import { join } from 'node:path';

import { createConsole } from '@devbench/console';
import { createAuthenticator, createKernel, loadHttpConfig, VERSION } from '@devbench/kernel';
import {
  claimStdout,
  exitWith,
  localUser,
  thisProcess,
  untilSignal,
} from '@devbench/kernel/process';
import { serveHttp } from '@devbench/mcp/http';

const ENV_FILE = join(import.meta.dirname, '../../../.env');

/** Serves until it is told to stop, then ends the process. */
export async function serve(): Promise<void> {
  claimStdout();
  try {
    const place = { ...thisProcess(), user: localUser() };
    const { kernel: config, toolsets, http } = await loadHttpConfig(process.env, place, ENV_FILE);
    const { authentication, metricsEnabled, consoleEnabled, ...edge } = http;
    const authenticator = createAuthenticator(authentication);
    const kernel = createKernel(config);
    await kernel.start();
    const server = await serveHttp(kernel.operations, {
      ...edge,
      version: VERSION,
      toolsets,
      authenticator,
      health: () => kernel.health(),
      ...(consoleEnabled && {
        mounts: [{ path: '/console', ...createConsole(kernel.operations, { version: VERSION }) }],
      }),
      ...(metricsEnabled && { metrics: () => kernel.metrics.text() }),
      onProblem: (problem, fields) => kernel.log.info(problem, fields),
    }).catch(async (error: unknown) => {
      await kernel.stop();
      throw error;
    });
    kernel.log.info('listening', { url: `${server.url}${http.path}`, auth: authentication.mode });

    kernel.log.info('stopping', { reason: await untilSignal() });
    server.drain();
    await kernel.stop();
    await server.close();
    process.exit(0);
  } catch (error) {
    exitWith('devbench-mcp-http', error);
  }
}
