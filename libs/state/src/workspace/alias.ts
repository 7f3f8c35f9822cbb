import { AppError } from '@devbench/core';

import { codeOf } from '../errors.ts';

/** What the unique index refuses is an alias that is in use. */
export async function withAlias<T>(
  alias: string | null | undefined,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (codeOf(cause) !== 'SQLITE_CONSTRAINT_UNIQUE') throw cause;
    throw new AppError('alias_taken', `The alias ${alias ?? ''} is in use.`, { cause });
  }
}
