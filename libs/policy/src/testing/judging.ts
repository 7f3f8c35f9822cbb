import type { ExecRequest } from '@devbench/core';

import { judgeCommand } from '../commands/judge-command.ts';
import { parseRule } from '../commands/rule.ts';

export type Asked = string | readonly string[];

/** A string is split at blanks; `sh:` in front makes it a script. */
const argvOf = (asked: Asked) => {
  if (typeof asked !== 'string') return asked;
  return asked.startsWith('sh:') ? ['/bin/sh', '-c', asked.slice(3)] : asked.split(' ');
};

interface Setting {
  mode?: 'none' | 'allowlist' | 'denylist';
  rules?: readonly string[];
  deniedFlags?: readonly string[];
  deniedPaths?: readonly string[];
}

/** The judgement of a command by some settings. */
export const judging =
  ({ mode = 'none', rules = [], deniedFlags = [], deniedPaths = [] }: Setting) =>
  (asked: Asked, change: Partial<ExecRequest> = {}) => {
    const request = { cwd: '/workspace', env: [], inShell: false, asRoot: false, ...change };
    const policy = { mode, rules: rules.map(parseRule), deniedFlags, deniedPaths };
    return judgeCommand({ argv: argvOf(asked), timeoutS: undefined, ...request }, policy);
  };
