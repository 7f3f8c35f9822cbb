import { z } from 'zod';

import type { BeginCall } from '../exec/begin-command.ts';
import { commandInput } from '../exec/command-input.ts';
import { ANSWER_MS } from '../exec/run-command.ts';
import { type CallOn, declare } from '../operation.ts';
import { codeShape, renderCode, toCodeResult } from './code-result.ts';
import { INSTALL_S, installAll } from './packages/install.ts';
import { packagesInput } from './packages/packages-input.ts';
import { isMissing, runCode } from './run-code.ts';
import { writeScript } from './script-file.ts';
import { timeoutInput } from './timeout-input.ts';

type ScriptCall = BeginCall & CallOn<'workspace', 'files'>;

export const executePythonScript = declare({
  name: 'execute_python_script',
  toolset: 'sandbox',
  target: 'workspace',
  summary: 'Run a Python program in a container, with arguments, after installing what it needs.',
  effect: 'execute',
  input: {
    script: z.string().min(1).max(1_048_576),
    args: commandInput.cmd.unwrap().min(0).default([]),
    timeout: timeoutInput.default(180),
    packages: packagesInput.optional().describe('For pip, which needs the network'),
  },
  output: codeShape,
  audit: ({ script, args, packages = [] }) => ({ bytes: script.length, args, packages }),
  deadlineMs: ({ timeout }) => (timeout + INSTALL_S) * 1000 + ANSWER_MS,
  render: renderCode,
  async run(call: ScriptCall, { script, args, timeout, packages }) {
    if (packages) await installAll(call, 'pip', packages);
    const file = await writeScript(call, script);
    const run = (python: string) =>
      runCode(call, { cmd: [python, file.path, ...args], timeoutS: timeout });
    try {
      const result = await run('python3');
      return toCodeResult(isMissing(result) ? await run('python') : result);
    } finally {
      await file.remove();
    }
  },
});
