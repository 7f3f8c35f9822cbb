import type { Authenticator } from '@devbench/core';

import { createBearerAuthenticator } from './bearer/create-bearer-authenticator.ts';
import type { AuthenticationConfig } from './config.ts';
import { createOidcAuthenticator } from './oidc/create-oidc-authenticator.ts';

/**
 * Knows callers as the operator wants. Asks an issuer only when a token comes.
 * @throws AppError `settings_invalid` when tokens cannot be read
 */
export function createAuthenticator(config: AuthenticationConfig): Authenticator {
  switch (config.mode) {
    case 'none': {
      const everybody = { id: config.principal, scopes: ['workspace', 'admin'] } as const;
      return { requiredScopes: [], authenticate: async () => everybody };
    }
    case 'bearer':
      return createBearerAuthenticator(config);
    case 'oidc':
      return createOidcAuthenticator(config);
  }
}
