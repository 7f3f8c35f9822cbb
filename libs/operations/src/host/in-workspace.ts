import { AppError, isRoot, type Workspace } from '@devbench/core';

import type { Command } from '../exec/run-to-end.ts';
import type { HostCommand } from './host-command.ts';

/**
 * The same command as `exec_run` takes it.
 * @throws AppError `invalid_argument` for a user that a workspace has not
 */
export const inWorkspace = (
  workspace: Workspace,
  { argv, env, cwd, stdin, tty, user, timeoutS }: HostCommand,
): Command => ({
  ...{ cmd: [...argv], env: { ...env }, as_root: asRootIn(workspace, user), tty },
  ...(cwd !== undefined && { cwd }),
  ...(stdin !== undefined && { stdin }),
  ...(timeoutS !== undefined && { timeout_s: Math.ceil(timeoutS) }),
});

/** A workspace has one user, and root where the policy allows it. */
function asRootIn({ id }: Workspace, user: string | undefined): boolean {
  if (user === undefined || /^1000(:1000)?$/.test(user)) return false;
  if (isRoot(user)) return true;
  throw new AppError('invalid_argument', `The workspace ${id} has no user ${user}.`, {
    hint: 'Leave out user.',
  });
}
