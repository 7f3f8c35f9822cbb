import type { BeginCall } from '../exec/begin-command.ts';
import type { CommandInput } from '../exec/command-input.ts';
import { runCommand } from '../exec/run-command.ts';
import type { RunResult } from '../exec/run-result.ts';

/** Of output in a reply, half of it from either end. */
const MAX_BYTES = 65_536;
/** So that the end of a command that was timed out is in the reply. */
const END_MS = 15_000;

export type Code = Pick<CommandInput, 'cmd' | 'script' | 'cwd' | 'env'> & {
  readonly timeoutS: number;
};

/** Runs a command to its end; its timeout is the only limit. */
export async function runCode(call: BeginCall, { timeoutS, ...command }: Code): Promise<RunResult> {
  const input = { ...command, timeout_s: timeoutS, as_root: false, tty: false };
  const patience = { waitMs: timeoutS * 1000 + END_MS, maxBytes: MAX_BYTES };
  return (await runCommand(call, input, patience)).result;
}

/** What a shell and the agent say when there is no such program. */
const NO_PROGRAM = 127;

export const isMissing = ({ exit_code }: RunResult): boolean => exit_code === NO_PROGRAM;
