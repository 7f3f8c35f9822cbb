import { z } from 'zod';

import { judgeCommand } from '../exec/begin-command.ts';
import { commandInput } from '../exec/command-input.ts';
import { ANSWER_MS } from '../exec/run-command.ts';
import { withDefaults } from '../exec/run-to-end.ts';
import { declare } from '../operation.ts';
import { codeShape, renderCode, toCodeResult } from './code-result.ts';
import { type CodeCall, runCode } from './run-code.ts';
import { LONGEST_S, timeoutInput, timeoutOf } from './timeout.ts';

const USUAL_S = 120;

export const executeCode = declare({
  name: 'execute_code',
  toolset: 'sandbox',
  target: 'workspace',
  summary:
    'Run a shell command line in a container and wait for it. A non-zero exit code is a normal ' +
    'result; at the timeout it is ended with all its processes.',
  effect: 'execute',
  rate: 'commands',
  input: {
    command: commandInput.script.unwrap().describe('For /bin/sh -c'),
    timeout: timeoutInput.describe(`Seconds; default ${USUAL_S}`),
    stream: z.boolean().default(false).describe('Output is sent as progress to who asks for it'),
    working_dir: commandInput.cwd,
  },
  output: codeShape,
  audit: ({ command, working_dir }) => ({
    script: command.slice(0, 4096),
    ...(working_dir !== undefined && { cwd: working_dir }),
  }),
  deadlineMs: ({ timeout = LONGEST_S }) => timeout * 1000 + ANSWER_MS,
  render: renderCode,
  judge: (call: CodeCall, input) => judgeCommand(call, withDefaults(toCommand(call, input))),
  run: async (call: CodeCall, input) => toCodeResult(await runCode(call, toCommand(call, input))),
});

interface Wanted {
  readonly command: string;
  readonly timeout?: number | undefined;
  readonly working_dir?: string | undefined;
}

const toCommand = ({ config }: CodeCall, { command, timeout, working_dir }: Wanted) => ({
  script: command,
  cwd: working_dir,
  ...timeoutOf(config, timeout, USUAL_S),
});
