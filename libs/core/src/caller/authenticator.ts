import type { Principal } from './caller.ts';

/** Knows callers by what they show. */
export interface Authenticator {
  /**
   * Whose token that is; of callers who show none there is one only where nobody needs any.
   * Rejects with `unauthenticated`, `permission_denied` when a scope is missing, or `issuer_unavailable`.
   */
  authenticate(token: string | undefined): Promise<Principal>;
  /** What a token must have, to be shown to who has none. */
  readonly requiredScopes: readonly string[];
  /** Who issues tokens, when they are to be had from somebody. Rejects with `issuer_unavailable`. */
  issuer?(): Promise<string>;
}
