import { AppError } from '@devbench/core';

import { GRAMMAR } from './grammar.ts';
import type { Manager } from './manager.ts';

const LONGEST = 214;

/**
 * The packages as the manager may be told them.
 * @throws AppError `invalid_argument` that names each one which is no package name
 */
export function parsePackages(manager: Manager, packages: readonly string[]): readonly string[] {
  const trimmed = packages.map((text) => text.trim());
  const refused = trimmed.filter((text) => text.length > LONGEST || !GRAMMAR[manager].test(text));
  if (refused.length === 0) return trimmed;
  const shown = refused.slice(0, 10).map((text) => JSON.stringify(text.slice(0, 80)));
  throw new AppError(
    'invalid_argument',
    `Not a package that ${manager} knows by name: ${shown.join(', ')}.`,
    { hint: 'Give names with versions; options, URLs and paths need exec_run.' },
  );
}
