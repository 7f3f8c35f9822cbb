import { posix } from 'node:path';

import { hides } from './hides.ts';
import { type SimpleCommand, splitScript } from './split-script.ts';
import { wrappedBy } from './wrappers.ts';

/** A command and what it runs, as far as its arguments tell. */
export interface Command {
  readonly words: readonly string[];
  /** Base name of the program. */
  readonly program: string;
  /** `shell` when its script was read; `hidden` when it runs what its arguments do not tell. */
  /** Of its redirections. */
  readonly files: readonly string[];
  readonly kind: 'plain' | 'shell' | 'interpreter' | 'hidden';
  readonly runs: readonly Command[];
}

const SHELL = /^(a|ba|c|da|fi|k|mk|rba|tc|z)?sh$/;
/** What is deeper or longer is nobody's everyday command, and judging it takes time. */
const DEEPEST = 8;
const LONGEST_SCRIPT = 8192;

export function commandTree({ words, files }: SimpleCommand, depth = 0): Command {
  const [path = '', ...args] = words;
  const program = posix.basename(path);
  const inside = (kind: Command['kind'], inner: readonly SimpleCommand[] = []): Command => ({
    ...{ words, files, program, kind },
    runs: inner.map((command) => commandTree(command, depth + 1)),
  });
  if (depth === DEEPEST) return inside('hidden');
  if (SHELL.test(program) || program === 'eval') {
    const script = program === 'eval' ? args.join(' ') : inlineScript(args);
    const short = script !== undefined && script.length <= LONGEST_SCRIPT;
    const commands = short ? splitScript(script) : undefined;
    return commands ? inside('shell', commands) : inside('interpreter');
  }
  if (hides(program, args)) return inside('interpreter');
  const wrapped = wrappedBy(program, args);
  const inner = wrapped?.map((one) => ({ words: one, files: [] }));
  return inner ? inside('plain', inner) : inside('hidden');
}

/** Of `sh -c`, with options that do not change what the script means. */
function inlineScript(args: readonly string[]): string | undefined {
  const first = args.findIndex((arg) => !/^-[celuvx]+$/.test(arg));
  const options = args.slice(0, Math.max(first, 0));
  return options.some((option) => option.includes('c')) ? args[first] : undefined;
}

/** All commands of a tree, the outermost first. */
export const allOf = (command: Command): readonly Command[] => [
  command,
  ...command.runs.flatMap(allOf),
];
