import { posix } from 'node:path';

import { z } from 'zod';

import { glob } from '../glob.ts';
import { meaningful } from './arguments.ts';
import type { Command } from './command-tree.ts';
import { longName, optionsOf } from './options.ts';

/** `git push --force`: a program and what its arguments must have. */
export interface CommandRule {
  readonly text: string;
  /** Of a deny list: allows what it names. */
  readonly exception: boolean;
  readonly program: string;
  readonly words: readonly string[];
  /** Nothing may follow. */
  readonly complete: boolean;
}

/** `^` and `$` are understood as in older lists of expressions; more of an expression is refused. */
export const commandRule = z
  .string()
  .refine((text) => /^!?\^?[^\s^]/.test(text), 'a rule begins with the name of a program')
  .refine(
    (text) => !/[\\()|[\]{}]|\.\*|.\^|\$./.test(text),
    'a rule is words such as "git push" with * and ?, not a regular expression',
  );

export function parseRule(text: string): CommandRule {
  const bare = text.replace(/^!?\^?/, '').replace(/\$$/, '');
  const [program = '', ...words] = bare.split(/\s+/).filter((word) => word !== '');
  return { text, exception: text.startsWith('!'), program, words, complete: text.endsWith('$') };
}

const SYSTEM = /^(\/usr(\/local)?)?\/s?bin$/;

/** Programs elsewhere may have any name. */
export const isSystems = (path: string): boolean =>
  !path.includes('/') || SYSTEM.test(posix.dirname(posix.normalize(path)));

/** Whether the rule lets the command pass: the words of the rule are its first arguments, in order. */
export function lets(rule: CommandRule, { words, program }: Command, cwd: string): boolean {
  const [path = '', ...args] = words;
  const named = rule.program.includes('/')
    ? glob(rule.program)(posix.resolve(cwd, path))
    : isSystems(path) && glob(rule.program)(program);
  return (
    named &&
    args.length >= rule.words.length &&
    (!rule.complete || args.length === rule.words.length) &&
    rule.words.every((word, index) => glob(word)(args[index] ?? ''))
  );
}

/** Whether the rule is about the command: its options are there in any form, its words in that order. */
export function concerns(rule: CommandRule, { words, program }: Command, cwd: string): boolean {
  const [path = '', ...args] = meaningful(words, program);
  const named = rule.program.includes('/')
    ? glob(rule.program)(posix.resolve(cwd, path))
    : glob(rule.program)(program);
  if (!named) return false;
  const { options, operands } = optionsOf(program, args);
  const wanted = optionsOf(program, rule.words);
  const hasOption = (name: string) =>
    options.has(name) || [...options].some((given) => longName(given, name));
  return [...wanted.options].every(hasOption) && inOrder(wanted.operands, operands);
}

function inOrder(wanted: readonly string[], given: readonly string[]): boolean {
  let next = 0;
  for (const word of given) if (next < wanted.length && glob(wanted[next] ?? '')(word)) next += 1;
  return next === wanted.length;
}
