import type { createRemoteJWKSet } from 'jose';

import type { OidcConfig } from '../config.ts';
import { issuerUnavailable, unauthenticated } from '../refusals.ts';
import type { IssuerMetadata } from './discovery.ts';

/** Only those whose key the issuer alone has; `none` and shared secrets are no signature. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** Who asks in vain for a key asks the issuer again, at most this often: that is how keys rotate. */
const COOLDOWN_MS = 5_000;

/** Failures that are not the token's. */
const NOT_THE_TOKENS = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID']);

/**
 * Checks signature, issuer, audience, time and type of tokens; the function that it returns answers their claims.
 * Rejects with `unauthenticated` or `issuer_unavailable`.
 */
export function createJwtVerifier({ audience, tokenType, clockSkewS }: OidcConfig) {
  let keys: { uri: string; get: ReturnType<typeof createRemoteJWKSet> } | undefined;

  return async (token: string, { issuer, jwks_uri }: IssuerMetadata): Promise<unknown> => {
    // Only who has an issuer needs it; others start sooner.
    const { createRemoteJWKSet, errors, jwtVerify } = await import('jose');
    if (keys?.uri !== jwks_uri) {
      const get = createRemoteJWKSet(new URL(jwks_uri), { cooldownDuration: COOLDOWN_MS });
      keys = { uri: jwks_uri, get };
    }
    try {
      const { payload } = await jwtVerify(token, keys.get, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: clockSkewS,
        requiredClaims: ['exp', 'sub'],
        ...(tokenType !== '' && { typ: tokenType }),
      });
      return payload;
    } catch (thrown) {
      const isTokens = thrown instanceof errors.JOSEError && !NOT_THE_TOKENS.has(thrown.code);
      throw isTokens ? unauthenticated(thrown) : issuerUnavailable(thrown);
    }
  };
}
