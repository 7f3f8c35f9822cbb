import type { Clock, Grant, Links } from '@devbench/core';

/** Links by number. */
export class MemoryLinks implements Links {
  readonly #clock: Clock;
  readonly #sealed: Grant[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async seal(grant: Grant) {
    return `link-${this.#sealed.push(grant) - 1}`;
  }

  async open(token: string) {
    const grant = this.#sealed[Number(token.replace('link-', ''))];
    return grant && grant.expiresAt > this.#clock.now() ? grant : undefined;
  }
}
