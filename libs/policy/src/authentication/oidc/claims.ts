import { AppError, type Principal } from '@devbench/core';
import { z } from 'zod';

import type { OidcConfig } from '../config.ts';

/** What is said of a token, by itself or by its issuer. `scp` is what some issuers say for `scope`. */
export const claims = z.object({
  sub: z.string().regex(/^[\x21-\x7e]{1,255}$/),
  scope: z.string().optional(),
  scp: z.union([z.string(), z.array(z.string())]).optional(),
});

/**
 * The subject with what its scopes allow.
 * @throws AppError `permission_denied` when one is missing
 */
export function principalOf(
  { sub, scope, scp }: z.output<typeof claims>,
  { requiredScopes, adminScope }: OidcConfig,
): Principal {
  const granted = new Set([scope ?? '', scp ?? ''].flat().flatMap((list) => list.split(' ')));
  const isAdmin = granted.has(adminScope);
  const missing = requiredScopes.filter((needed) => !granted.has(needed));
  if (missing.length > 0 && !isAdmin) {
    throw new AppError('permission_denied', `The token lacks the scope ${missing.join(' ')}.`, {
      hint: 'Ask the issuer for a token with it.',
    });
  }
  return { id: sub, scopes: isAdmin ? ['workspace', 'admin'] : ['workspace'] };
}
