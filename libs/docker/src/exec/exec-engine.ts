import type { ExecEngine } from '@devbench/core';
import type { Connection } from '../engine/connection.ts';
import { follow } from './follow.ts';
import { asRootIn, spawnPlain } from './plain-exec.ts';
import type { GuestCommands } from './guest-commands.ts';
import { spawn } from './spawn.ts';

/** Commands run under the agent; those as root, which it cannot give, by the engine. */
export function createExecEngine(connection: Connection, commands: GuestCommands): ExecEngine {
  return {
    spawn: (workspace, id, spec) =>
      spec.asRoot
        ? spawnPlain(connection, asRootIn(workspace), id, spec)
        : spawn(commands, workspace, id, spec),
    resume: (workspace, id, fromSeq) => follow(commands, workspace, id, fromSeq),
  };
}
