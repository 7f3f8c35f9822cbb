import type { BeginCall } from '../exec/begin-command.ts';
import type { RunResult } from '../exec/run-result.ts';
import { type Command, runToEnd } from '../exec/run-to-end.ts';
import type { CallOn } from '../operation.ts';

export type CodeCall = BeginCall & CallOn<'workspace', 'config'>;

/** Runs a command to its end, with as much of its output as the operator lets a reply have. */
export const runCode = (call: CodeCall, command: Command): Promise<RunResult> =>
  runToEnd(call, command, { maxBytes: call.config.sandbox.maxOutputBytes });

/** What a shell and the agent say when there is no such program. */
const NO_PROGRAM = 127;

export const isMissing = ({ exit_code }: RunResult): boolean => exit_code === NO_PROGRAM;
