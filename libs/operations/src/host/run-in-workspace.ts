import type { BeginCall } from '../exec/begin-command.ts';
import { runCommand } from '../exec/run-command.ts';
import type { RunResult } from '../exec/run-result.ts';
import type { HostCommand } from './host-command.ts';

const USUAL_S = 600;
/** So that the end of a command that was timed out is in the reply. */
const END_MS = 15_000;

/** Runs a command in a workspace of the caller as `exec_run` does, and waits for its end. */
export async function runInWorkspace(
  call: BeginCall,
  { argv, env, cwd, stdin, tty, timeoutS = USUAL_S, maxBytes }: HostCommand,
  asRoot: boolean,
): Promise<RunResult> {
  const command = {
    ...{ cmd: [...argv], env: { ...env }, as_root: asRoot, tty },
    ...(cwd !== undefined && { cwd }),
    ...(stdin !== undefined && { stdin }),
    timeout_s: Math.ceil(timeoutS),
  };
  const patience = { waitMs: timeoutS * 1000 + END_MS, maxBytes };
  return (await runCommand(call, command, patience)).result;
}
