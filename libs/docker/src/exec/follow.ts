import type { ExecId, RunningExec, Workspace } from '@devbench/core';
import { createGuestExec } from './guest-exec.ts';
import type { GuestCommands } from './guest-commands.ts';

/**
 * Follows a command that the agent knows, from a record on; undefined when it knows none. The agent does not
 * tell when it started: `startedAt` is now, the row has the truth.
 */
export async function follow(
  { channels, config }: GuestCommands,
  workspace: Workspace,
  id: ExecId,
  fromSeq: number,
): Promise<RunningExec | undefined> {
  const channel = channels.of(workspace);
  const session = await channel.session();
  const state = session.execs.get(id);
  if (state === undefined) return undefined;
  const exec = createGuestExec({
    channels,
    workspace,
    id,
    handle: state.handle,
    fromSeq,
    startedAt: new Date(),
    creditBytes: config.outputCreditBytes,
    timeoutMs: config.guestTimeoutMs,
    stdinBytes: state.stdinBytes,
  });
  channel.follow(exec.follower);
  exec.subscribe(session, state);
  return exec.running;
}
