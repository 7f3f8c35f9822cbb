import { type BeginCall, judgeCommand } from './begin-command.ts';
import type { CommandInput } from './command-input.ts';
import { type Patience, runCommand } from './run-command.ts';
import type { RunResult } from './run-result.ts';

/** So that the end of a command that was timed out is in the reply. */
const END_MS = 15_000;

export type Command = Pick<
  CommandInput,
  'cmd' | 'script' | 'cwd' | 'env' | 'stdin' | 'timeout_s' | 'usual_s'
> &
  Partial<Pick<CommandInput, 'as_root' | 'tty'>>;

/**
 * Runs a command to its end; its timeout, or that of the policy, is the only limit.
 * Rejects as `runCommand` does.
 */
export async function runToEnd(
  call: BeginCall,
  command: Command,
  options: Omit<Patience, 'waitMs'>,
): Promise<RunResult> {
  const input = withDefaults(command);
  const { timeoutMs } = judgeCommand(call, input);
  return (await runCommand(call, input, { ...options, waitMs: timeoutMs + END_MS })).result;
}

export const withDefaults = (command: Command): CommandInput => ({
  as_root: false,
  tty: false,
  ...command,
});

/** One stream as text; bytes that are none are shown as base64. */
export const streamText = (result: RunResult, name: 'stdout' | 'stderr'): string =>
  result[name] ?? result[`${name}_base64`] ?? '';
