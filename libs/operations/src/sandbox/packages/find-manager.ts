import { AppError } from '@devbench/core';

import { type CodeCall, isMissing, runCode } from '../run-code.ts';
import { type Manager, MANAGERS } from './manager.ts';

const PROBE: Record<Manager, readonly [string, ...string[]]> = {
  pip: ['python3', '-m', 'pip', '--version'],
  npm: ['npm', '--version'],
  apt: ['apt-get', '--version'],
  apk: ['apk', '--version'],
};

const PROBE_S = 30;

/**
 * The first package manager that the container has; asked of the programs themselves, as there may be no shell.
 * @throws AppError `invalid_argument` when it has none
 */
export async function findManager(call: CodeCall): Promise<Manager> {
  for (const manager of MANAGERS) {
    const result = await runCode(call, { cmd: [...PROBE[manager]], usual_s: PROBE_S });
    if (!isMissing(result) && result.exit_code === 0) return manager;
  }
  throw new AppError('invalid_argument', `${call.workspace.id} has no package manager.`, {
    hint: `Use an image with one of ${MANAGERS.join(', ')}.`,
  });
}
