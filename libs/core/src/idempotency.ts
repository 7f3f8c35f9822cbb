export interface KeyClaim {
  readonly owner: string;
  readonly operation: string;
  readonly key: string;
  /** Of the input without the key. */
  readonly inputHash: string;
}

export type KeyState =
  | { readonly state: 'claimed' }
  | { readonly state: 'done'; readonly result: unknown }
  /** Another call with this key runs; ask again when it has ended. */
  | { readonly state: 'running' };

/** Remembers results by key, so that a call can be repeated safely. Rejects with `state_unavailable`. */
export interface IdempotencyKeys {
  /** Rejects with `idempotency_mismatch` when the key belongs to another input. Expired keys are free. */
  claim(claim: KeyClaim, now: Date): Promise<KeyState>;
  complete(claim: KeyClaim, result: unknown, expiresAt: Date): Promise<void>;
  /** A failed call does not burn its key. */
  release(claim: KeyClaim): Promise<void>;
}
