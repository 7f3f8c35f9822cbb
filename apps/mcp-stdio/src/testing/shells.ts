import { afterAll, beforeAll } from 'vitest';

import { tempFolder } from './folder.ts';
import { restartable, type Restartable } from './restartable.ts';
import type { Session } from './session.ts';
import { killAll } from './shared-session.ts';
import { type Run, spawnWorkspace } from './workspace.ts';

export interface ShellRun extends Run {
  readonly shell_restarted?: boolean;
  readonly signal?: string;
}

export interface ShellTest {
  readonly now: () => Promise<Session>;
  readonly servers: Restartable;
  /** The id of the one workspace. */
  readonly box: string;
  readonly run: (
    shell: string,
    script: string,
    input?: Record<string, unknown>,
  ) => Promise<ShellRun>;
}

/** A server that can be killed, with one workspace, for all tests of a file. */
export function shellTest(): ShellTest {
  const folder = tempFolder();
  let servers: Restartable;
  let box: string;
  beforeAll(async () => {
    servers = restartable(folder.path, {
      MCP_TOOLSETS: 'workspace,more',
      MCP_CANCEL_GRACE_MS: '2000',
    });
    box = (await spawnWorkspace(await servers.now())).id;
  });
  afterAll(async () => {
    await killAll(await servers.now());
    await servers[Symbol.asyncDispose]();
    folder.remove();
  });
  return {
    now: () => servers.now(),
    get servers() {
      return servers;
    },
    get box() {
      return box;
    },
    async run(shell, script, input = {}) {
      const request = { container_id: box, shell, script, ...input };
      return (await servers.now()).data<ShellRun>('exec_run', request);
    },
  };
}
