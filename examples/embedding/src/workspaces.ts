import type { Caller } from '@devbench/core';
import type { Kernel } from '@devbench/kernel';

/** One workspace for each user, made at the first use and found again at the next. */
export function createWorkspaces(operations: Kernel['operations']) {
  const callerOf = (user: string, signal: AbortSignal): Caller => ({
    // All that a call makes belongs to its principal: no user sees the workspace of another.
    principal: { id: user, scopes: ['workspace'] },
    client: 'embedding',
    session: user,
    signal,
  });

  return {
    /** What the script prints, as it comes. The command ends when nobody listens any more. */
    async *run(user: string, script: string, signal: AbortSignal) {
      const caller = callerOf(user, signal);
      const home = { alias: 'home', persistent: true, reuse: true };
      const { container_id } = await operations.call('spawn', caller, home);
      const input = { container_id, script };
      const { exec_id } = await operations.call('exec_start', caller, input);
      try {
        yield* operations.output(String(exec_id), caller);
      } finally {
        const over = callerOf(user, new AbortController().signal);
        await operations.call('exec_cancel', over, { exec_id });
      }
    },

    /** The workspace and its files go. */
    async remove(user: string) {
      const caller = callerOf(user, new AbortController().signal);
      await operations.call('kill', caller, { container_id: 'home', force: true });
    },
  };
}

export type Workspaces = ReturnType<typeof createWorkspaces>;
