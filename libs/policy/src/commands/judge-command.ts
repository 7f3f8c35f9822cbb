import type { ExecRequest } from '@devbench/core';
import { AppError } from '@devbench/core';

import { pathsOf } from '../paths/paths-of.ts';
import { ruleForPath } from '../paths/denied-paths.ts';
import { meaningful } from './arguments.ts';
import { allOf, type Command, commandTree } from './command-tree.ts';
import { deniedFlag } from './denied-flags.ts';
import { type CommandRule, concerns, isSystems, lets } from './rule.ts';
import { changesPrograms } from './wrappers.ts';

export interface CommandPolicy {
  readonly mode: 'none' | 'allowlist' | 'denylist';
  readonly rules: readonly CommandRule[];
  readonly deniedFlags: readonly string[];
  readonly deniedPaths: readonly string[];
}

const SHELL_ITSELF: Command = {
  ...{ words: ['sh'], files: [], program: 'sh' },
  ...{ kind: 'interpreter', runs: [] },
};

/**
 * Judges a command by its arguments, and what it runs as far as they tell. A guard rail: what a program does once
 * it runs is the container's to contain. Answers the rule that lets it pass, when there must be one.
 * @throws AppError `policy_denied`
 */
export function judgeCommand(request: ExecRequest, policy: CommandPolicy): string | undefined {
  const { mode, deniedFlags, deniedPaths } = policy;
  if (mode === 'none' && deniedFlags.length + deniedPaths.length === 0) return undefined;
  const tree = commandTree({ words: request.argv, files: [] });
  refuseFlagsAndPaths(tree, request, policy);
  if (mode === 'none') return undefined;
  const odd = request.env.find(changesPrograms);
  if (odd !== undefined) {
    throw denied(`The variable ${odd} may change what runs.`, 'environment', 'Leave it out.');
  }
  // What was done in a shell before may have changed what a word in it means.
  if (request.inShell) judgeTree(SHELL_ITSELF, request.cwd, policy);
  return judgeTree(tree, request.cwd, policy);
}

const judgeTree = (tree: Command, cwd: string, policy: CommandPolicy) =>
  policy.mode === 'allowlist'
    ? assertLet(tree, cwd, policy.rules)
    : assertNotDenied(tree, cwd, policy.rules);

/** Every command on the way must be let; of a shell either the whole or all that it runs. */
function assertLet(
  command: Command,
  cwd: string,
  rules: readonly CommandRule[],
): string | undefined {
  const rule = rules.find((one) => lets(one, command, cwd));
  const readable = command.kind === 'shell' && isSystems(command.words[0] ?? '');
  if (command.kind === 'hidden' || (!rule && command.kind === 'interpreter')) throw hidden(command);
  if (!rule && !readable) {
    const hint = `Allowed are: ${rules.map(({ text }) => text).join(', ')}.`;
    throw denied(`The command ${command.program} is not allowed.`, 'allowlist', hint);
  }
  if (rule && command.kind === 'shell') return rule.text;
  const inner = command.runs.map((one) => assertLet(one, cwd, rules));
  return inner.at(-1) ?? rule?.text;
}

/** What hides others needs an exception. */
function assertNotDenied(tree: Command, cwd: string, rules: readonly CommandRule[]): undefined {
  for (const command of allOf(tree)) {
    const rule = rules.find((one) => !one.exception && concerns(one, command, cwd));
    if (rule) throw denied(`The command ${command.program} is denied by a rule.`, rule.text);
    const isExcepted = rules.some((one) => one.exception && lets(one, command, cwd));
    if (isExcepted || command.kind === 'plain' || command.kind === 'shell') continue;
    throw hidden(command);
  }
}

function refuseFlagsAndPaths(
  tree: Command,
  { cwd }: ExecRequest,
  { deniedFlags, deniedPaths }: CommandPolicy,
): void {
  const refuse = (path: string) => {
    const rule = ruleForPath(path, deniedPaths);
    if (rule !== undefined) throw denied(`The path ${path} is denied.`, rule);
  };
  refuse(cwd);
  const named = new Set<string>();
  for (const { words, files, program, kind } of allOf(tree)) {
    // A script that was read is judged command by command.
    const args = kind === 'shell' ? words.slice(0, 1) : meaningful(words, program);
    const flag = deniedFlag(args, deniedFlags);
    if (flag !== undefined) throw denied(`The option ${flag} is denied.`, flag);
    for (const arg of [...args, ...files]) if (arg !== '/dev/null') named.add(arg);
  }
  for (const arg of named) pathsOf(arg, cwd).forEach(refuse);
}

const hidden = ({ program }: Command) =>
  denied(
    `What ${program} runs here cannot be told from its arguments.`,
    'interpreters',
    'Run a program with its arguments, or a script of plain commands.',
  );

const denied = (message: string, rule: string, hint?: string) =>
  new AppError('policy_denied', message, { data: { rule }, ...(hint !== undefined && { hint }) });
