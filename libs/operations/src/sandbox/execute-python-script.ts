import { z } from 'zod';

import { judgeCommand } from '../exec/begin-command.ts';
import { argumentsInput } from '../exec/command-input.ts';
import { ANSWER_MS } from '../exec/run-command.ts';
import { withDefaults } from '../exec/run-to-end.ts';
import { type CallOn, declare } from '../operation.ts';
import { codeShape, renderCode, toCodeResult } from './code-result.ts';
import { INSTALL_S, installAll, judgeInstall } from './packages/install.ts';
import { packagesInput } from './packages/packages-input.ts';
import { type CodeCall, isMissing, runCode } from './run-code.ts';
import { scriptPath, writeScript } from './script-file.ts';
import { LONGEST_S, timeoutInput, timeoutOf } from './timeout.ts';

const USUAL_S = 180;
const PYTHON = ['python3'] as const;

type ScriptCall = CodeCall & CallOn<'workspace', 'files'>;

export const executePythonScript = declare({
  name: 'execute_python_script',
  toolset: 'sandbox',
  target: 'workspace',
  summary: 'Run a Python program in a container, with arguments, after installing what it needs.',
  effect: 'execute',
  rate: 'commands',
  input: {
    script: z.string().min(1).max(1_048_576),
    args: argumentsInput.default([]),
    timeout: timeoutInput.describe(`Seconds; default ${USUAL_S}`),
    packages: packagesInput.optional().describe('For pip, which needs the network'),
  },
  output: codeShape,
  audit: ({ script, args, packages = [] }) => ({ bytes: script.length, args, packages }),
  deadlineMs: ({ timeout = LONGEST_S }) => (timeout + INSTALL_S) * 1000 + ANSWER_MS,
  render: renderCode,
  judge(call: ScriptCall, { args, timeout, packages }) {
    if (packages) judgeInstall(call, 'pip', packages);
    const cmd = [...PYTHON, scriptPath(call.id), ...args];
    judgeCommand(call, withDefaults({ cmd, ...timeoutOf(call.config, timeout, USUAL_S) }));
  },
  async run(call: ScriptCall, { script, args, timeout, packages }) {
    if (packages) await installAll(call, 'pip', packages);
    const patience = timeoutOf(call.config, timeout, USUAL_S);
    const file = await writeScript(call, script);
    const run = (python: readonly string[]) =>
      runCode(call, { cmd: [...python, file.path, ...args], ...patience });
    try {
      const result = await run(PYTHON);
      return toCodeResult(isMissing(result) ? await run(['python']) : result);
    } finally {
      await file.remove();
    }
  },
});
