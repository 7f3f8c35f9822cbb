import type { z } from 'zod';

import type { Operation } from '../operation.ts';
import { nearMatch } from './near-match.ts';

type Issue = z.core.$ZodIssue;

/** One line for each problem, in words that a model can act on; values are never repeated. */
export function problemsOf(
  operation: Operation,
  error: z.ZodError,
  input: Readonly<Record<string, unknown>>,
): string[] {
  const names = [...Object.keys(operation.input.shape), ...Object.keys(operation.aliases)];
  return error.issues.flatMap((issue) => describe(issue, names, input));
}

function describe(
  issue: Issue,
  names: readonly string[],
  input: Readonly<Record<string, unknown>>,
): string[] {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    if (where !== '') return issue.keys.map((key) => `${where}.${key}: unknown`);
    const free = names.filter((name) => !Object.hasOwn(input, name));
    return issue.keys.map((key) => `${key}: unknown argument; ${suggestion(key, free, names)}`);
  }
  const missing = issue.message.endsWith('received undefined');
  const message = issue.message
    .replace(/^Invalid input: /, '')
    .replace(/, received undefined$/, '');
  return [`${where === '' ? 'arguments' : where}: ${missing ? 'missing, ' : ''}${message}`];
}

function suggestion(key: string, free: readonly string[], names: readonly string[]): string {
  const near = nearMatch(key, free);
  if (near !== undefined) return `did you mean ${near}?`;
  return names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
}
