import type { Authenticator } from '@devbench/core';

import type { OidcConfig } from '../config.ts';
import { unauthenticated } from '../refusals.ts';
import { claims, principalOf } from './claims.ts';
import { createDiscovery } from './discovery.ts';
import { assertCurrent, introspect } from './introspect.ts';
import { rememberTokens } from './remember-tokens.ts';
import { createJwtVerifier } from './verify-jwt.ts';

/** Longer ones are no tokens. */
const LONGEST = 16_384;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Knows callers by tokens of an OpenID provider; the subject is the principal. */
export function createOidcAuthenticator(config: OidcConfig): Authenticator {
  const discover = createDiscovery(config.configUrl);
  const verifyJwt = createJwtVerifier(config);
  const lookUp = rememberTokens(async (token) => introspect(token, config, await discover()));
  const lookedUp = async (token: string) => {
    const said = await lookUp(token);
    assertCurrent(said, config);
    return said;
  };
  return {
    requiredScopes: config.requiredScopes,
    issuer: async () => (await discover()).issuer,
    async authenticate(token) {
      if (token === undefined || token.length > LONGEST) throw unauthenticated();
      const said = JWT.test(token)
        ? await verifyJwt(token, await discover())
        : await lookedUp(token);
      const parsed = claims.safeParse(said);
      if (!parsed.success) throw unauthenticated(parsed.error);
      return principalOf(parsed.data, config);
    },
  };
}
