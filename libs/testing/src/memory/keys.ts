import { AppError, type IdempotencyKeys, type KeyClaim, type KeyState } from '@devbench/core';

interface Entry {
  readonly inputHash: string;
  readonly done?: { readonly result: unknown; readonly expiresAt: Date };
}

const nameOf = ({ owner, operation, key }: KeyClaim) => JSON.stringify([owner, operation, key]);

export class MemoryKeys implements IdempotencyKeys {
  readonly #entries = new Map<string, Entry>();

  async claim(claim: KeyClaim, now: Date): Promise<KeyState> {
    const name = nameOf(claim);
    const entry = this.#entries.get(name);
    if (!entry || (entry.done && entry.done.expiresAt <= now)) {
      this.#entries.set(name, { inputHash: claim.inputHash });
      return { state: 'claimed' };
    }
    if (entry.inputHash !== claim.inputHash) {
      throw new AppError('idempotency_mismatch', 'The key belongs to another input.');
    }
    return entry.done ? { state: 'done', result: entry.done.result } : { state: 'running' };
  }

  async complete(claim: KeyClaim, result: unknown, expiresAt: Date): Promise<void> {
    const entry = this.#entries.get(nameOf(claim));
    if (!entry || entry.done) return;
    this.#entries.set(nameOf(claim), { ...entry, done: { result, expiresAt } });
  }

  async release(claim: KeyClaim): Promise<void> {
    if (!this.#entries.get(nameOf(claim))?.done) this.#entries.delete(nameOf(claim));
  }
}
