import type { z } from 'zod';

import type { Operation } from '../operation.ts';
import { nearMatch } from './near-match.ts';

type Issue = z.core.$ZodIssue;
type Arguments = Readonly<Record<string, unknown>>;

/** One line for each problem, in words that a model can act on; values are never repeated. */
export function problemsOf(operation: Operation, error: z.ZodError, input: Arguments): string[] {
  const names = Object.keys(operation.input.shape);
  const all = [...names, ...Object.keys(operation.aliases)];
  const missing = error.issues.filter((issue) => isMissing(issue, input)).map(nameOf);
  const unknown = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  );
  // What has one name too few and one too many has probably mixed them up.
  const instead = missing.length === 1 && unknown.length === 1 ? missing[0] : undefined;
  const suggest = (key: string) => {
    const near = nearMatch(
      key,
      all.filter((name) => !Object.hasOwn(input, name)),
    );
    if (near ?? instead) return `did you mean ${String(near ?? instead)}?`;
    return names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
  };
  return error.issues.flatMap((issue) => {
    const where = nameOf(issue);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        where === '' ? `${key}: unknown argument; ${suggest(key)}` : `${where}.${key}: unknown`,
      );
    }
    const isThere = !isMissing(issue, input);
    return [`${where === '' ? 'arguments' : where}: ${isThere ? '' : 'missing, '}${words(issue)}`];
  });
}

const nameOf = ({ path }: Issue) => path.map(String).join('.');

const isMissing = ({ code, path }: Issue, input: Arguments): boolean =>
  (code === 'invalid_type' || code === 'invalid_value') &&
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], input) === undefined;

/** What the schema says, shorter. */
const words = ({ message }: Issue): string =>
  message
    .replace(/^Invalid (?:input|option): /, '')
    .replace(/, received undefined$/, '')
    .replace(/^Too small: expected .*?>=?(\S+)/, 'at least $1')
    .replace(/^Too big: expected .*?<=?(\S+)/, 'at most $1')
    .replace(/^expected int\b/, 'expected whole number')
    .replace(/^expected record\b/, 'expected object');
