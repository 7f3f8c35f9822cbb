import { createHash } from 'node:crypto';

import { AppError, type Principal } from '@devbench/core';

import { BEARER_ENTRY } from '../config.ts';

/** A token as it is kept: only its digest, so that no list of tokens is in memory. */
export interface KnownToken {
  readonly principal: Principal;
  readonly digest: Buffer;
}

export const digestOf = (token: string) => createHash('sha256').update(token).digest();

/**
 * Reads `name=token` and `name:admin=token`.
 * @throws AppError `settings_invalid`, which repeats no token
 */
export function parseTokens(entries: readonly string[]): readonly KnownToken[] {
  return entries.map((entry, index) => {
    const [, id, scope, token] = BEARER_ENTRY.exec(entry) ?? [];
    if (id === undefined || token === undefined) throw malformed(index + 1);
    const scopes =
      scope === ':admin' ? (['workspace', 'admin'] as const) : (['workspace'] as const);
    return { principal: { id, scopes }, digest: digestOf(token) };
  });
}

const malformed = (position: number) =>
  new AppError('settings_invalid', 'A bearer token is not written as name=token.', {
    data: { tokens: `number ${position} is not name=token or name:admin=token` },
  });
