import { createInterface } from 'node:readline/promises';

import { AppError } from '@devbench/core';

/** Resolves when a person says yes. Rejects with `call_cancelled`, and with `invalid_argument` when there is nobody. */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new AppError('invalid_argument', 'There is nobody to ask.', {
      hint: 'Use --yes, or look first with --dry-run.',
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    terminal.close();
  }
  throw new AppError('call_cancelled', 'Nothing was done.');
}
