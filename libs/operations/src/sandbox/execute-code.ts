import { z } from 'zod';

import type { BeginCall } from '../exec/begin-command.ts';
import { commandInput } from '../exec/command-input.ts';
import { ANSWER_MS } from '../exec/run-command.ts';
import { declare } from '../operation.ts';
import { codeShape, renderCode, toCodeResult } from './code-result.ts';
import { runCode } from './run-code.ts';
import { timeoutInput } from './timeout-input.ts';

export const executeCode = declare({
  name: 'execute_code',
  toolset: 'sandbox',
  target: 'workspace',
  summary:
    'Run a shell command line in a container and wait for it. A non-zero exit code is a normal ' +
    'result; at the timeout it is ended with all its processes.',
  effect: 'execute',
  input: {
    command: commandInput.script.unwrap().describe('For /bin/sh -c'),
    timeout: timeoutInput.default(120),
    stream: z.boolean().default(false).describe('Output is sent as progress to who asks for it'),
    working_dir: commandInput.cwd,
  },
  output: codeShape,
  audit: ({ command, working_dir }) => ({
    script: command.slice(0, 4096),
    ...(working_dir !== undefined && { cwd: working_dir }),
  }),
  deadlineMs: ({ timeout }) => timeout * 1000 + ANSWER_MS,
  render: renderCode,
  async run(call: BeginCall, { command, timeout, working_dir }) {
    const result = await runCode(call, { script: command, cwd: working_dir, timeoutS: timeout });
    return toCodeResult(result);
  },
});
