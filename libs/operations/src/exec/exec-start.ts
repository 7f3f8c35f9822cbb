import { z } from 'zod';

import { declare } from '../operation.ts';
import { type BeginCall, beginCommand, judgeCommand } from './begin-command.ts';
import { commandAliases, commandAudit, commandInput } from './command-input.ts';
import { restartedLine, restartedShape } from './shell/restarted.ts';

export const execStart = declare({
  name: 'exec_start',
  toolset: 'workspace',
  target: 'workspace',
  summary:
    'Start a command and return at once; follow it with exec_poll. For servers, long or interactive ' +
    'commands. It runs on when the client leaves.',
  effect: 'execute',
  rate: 'commands',
  input: commandInput,
  aliases: commandAliases,
  output: {
    exec_id: z.string(),
    status: z.enum(['queued', 'running']),
    ...restartedShape,
  },
  audit: commandAudit,
  render: ({ exec_id, status, shell_restarted }) =>
    [`${exec_id} ${status}`, restartedLine(shell_restarted)].filter(Boolean).join('\n'),
  judge: judgeCommand,
  async run(call: BeginCall, input) {
    const { exec, status } = await beginCommand(call, input);
    return {
      exec_id: exec.id,
      status,
      ...(call.jobs.shellRestarted(exec) && { shell_restarted: true }),
    };
  },
});
