import { AppError } from '@devbench/core';

import type { CommandInput } from '../command-input.ts';

const VARIABLE = /^[A-Za-z_]\w*$/;

/**
 * The script for the shell that the input names; undefined when it names none.
 * @throws AppError `invalid_argument`
 */
export function shellScript(input: CommandInput): string | undefined {
  if (input.shell === undefined) return undefined;
  for (const name of ['tty', 'as_root', 'stdin'] as const) {
    if (input[name] === false || input[name] === undefined) continue;
    throw new AppError('invalid_argument', `${name} and shell exclude each other.`, {
      hint: 'Leave out shell for such a command.',
    });
  }
  const odd = Object.keys(input.env ?? {}).find((name) => !VARIABLE.test(name));
  if (odd !== undefined) {
    throw new AppError('invalid_argument', `A shell cannot set the variable ${odd}.`);
  }
  return input.script ?? (input.cmd ?? []).map(quoted).join(' ');
}

const quoted = (word: string) => `'${word.replaceAll("'", String.raw`'\''`)}'`;
