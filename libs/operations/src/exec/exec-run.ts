import { z } from 'zod';

import { declare } from '../operation.ts';
import { type BeginCall, judgeCommand } from './begin-command.ts';
import { commandAliases, commandAudit, commandInput } from './command-input.ts';
import { ANSWER_MS, runCommand } from './run-command.ts';
import { runShape } from './run-result.ts';
import { restartedLine, restartedShape } from './shell/restarted.ts';
import { statusLine } from './status.ts';

export const execRun = declare({
  name: 'exec_run',
  toolset: 'workspace',
  target: 'workspace',
  summary:
    'Run a command and wait for it: the usual way. A non-zero exit code is a normal result. When ' +
    'wait_ms passes first, status is running and exec_poll continues at next_seq.',
  effect: 'execute',
  rate: 'commands',
  input: {
    ...commandInput,
    wait_ms: z.int().min(0).max(600_000).default(45_000),
    max_bytes: z
      .int()
      .min(1)
      .max(1_048_576)
      .default(65_536)
      .describe('Of output; of more, both ends'),
  },
  aliases: commandAliases,
  output: { ...runShape, ...restartedShape },
  audit: commandAudit,
  deadlineMs: ({ wait_ms }) => wait_ms + ANSWER_MS,
  render(output) {
    const { stdout = output.stdout_base64, stderr = output.stderr_base64 } = output;
    const { status, exit_code, oom_killed, note, shell_restarted } = output;
    const streams = [stdout, stderr].filter((text) => text !== undefined && text !== '');
    const last = statusLine(status, exit_code, oom_killed);
    const fresh = restartedLine(shell_restarted);
    return [...streams.map((text) => text?.replace(/\n$/, '')), last, fresh, note]
      .filter((line) => line !== undefined)
      .join('\n');
  },
  judge: judgeCommand,
  async run(call: BeginCall, input) {
    const patience = { waitMs: input.wait_ms, maxBytes: input.max_bytes };
    const { exec, result } = await runCommand(call, input, patience);
    return { ...result, ...(call.jobs.shellRestarted(exec) && { shell_restarted: true }) };
  },
});
