import { posix } from 'node:path';

import { z } from 'zod';

import { glob } from '../glob.ts';

/** An absolute path with all that is below it, or names at any depth such as `.env` and `*.pem`. */
export const deniedPath = z
  .string()
  .refine(
    (text) => !text.includes('/') || (text.startsWith('/') && !/[*?]/.test(text)),
    'is an absolute path without * and ?, or a name without /',
  )
  .refine((text) => !/[[\]{}\\]/.test(text), 'a name may have * and ?, no other pattern');

/** The rule that keeps a path; `path` is absolute. */
export function ruleForPath(path: string, denied: readonly string[]): string | undefined {
  const normal = posix.normalize(path);
  const names = normal.split('/').filter((name) => name !== '');
  return denied.find((rule) =>
    rule.startsWith('/') ? isBelow(normal, rule) : names.some((name) => glob(rule)(name)),
  );
}

/** The rules that may keep something in a directory. */
export const rulesInside = (directory: string, denied: readonly string[]): readonly string[] =>
  denied.filter((rule) => !rule.startsWith('/') || isBelow(posix.normalize(rule), directory));

function isBelow(path: string, directory: string): boolean {
  const relative = posix.relative(directory, path);
  return relative !== '..' && !relative.startsWith('../');
}
