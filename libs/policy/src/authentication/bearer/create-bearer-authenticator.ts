import { timingSafeEqual } from 'node:crypto';

import type { Authenticator } from '@devbench/core';

import type { BearerConfig } from '../config.ts';
import { unauthenticated } from '../refusals.ts';
import { digestOf, type KnownToken, parseTokens } from './parse-tokens.ts';
import { createTokenFile } from './token-file.ts';

/**
 * Knows callers by tokens that the operator handed out; the name of a token is the principal.
 * @throws AppError `settings_invalid` when a token is malformed or the file cannot be read
 */
export function createBearerAuthenticator({ tokens, file }: BearerConfig): Authenticator {
  const named = parseTokens(tokens);
  const filed = file === undefined ? () => [] : createTokenFile(file);
  filed();
  return {
    requiredScopes: [],
    async authenticate(token) {
      if (token === undefined) throw unauthenticated();
      const found = find([...named, ...filed()], digestOf(token));
      if (!found) throw unauthenticated();
      return found.principal;
    },
  };
}

/** Takes as long for each of them, found or not. */
function find(known: readonly KnownToken[], digest: Buffer): KnownToken | undefined {
  let found: KnownToken | undefined;
  for (const one of known) if (timingSafeEqual(one.digest, digest)) found = one;
  return found;
}
