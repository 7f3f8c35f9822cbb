import type { Clock } from '@devbench/core';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Time that stands still until a test moves it. */
export class ManualClock implements Clock {
  #ms = 0;
  readonly #origin: number;
  #sleepers: Sleeper[] = [];

  constructor(origin = new Date('2025-01-01T00:00:00Z')) {
    this.#origin = origin.getTime();
  }

  /** How many wait for time to pass; none may be left after a stop. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  now(): Date {
    return new Date(this.#origin + this.#ms);
  }

  monotonicMs(): number {
    return this.#ms;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || signal?.aborted) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const cancel = this.after(ms, () => resolve(undefined));
    const abort = () => {
      cancel();
      resolve(undefined);
    };
    signal?.addEventListener('abort', abort);
    await promise;
    signal?.removeEventListener('abort', abort);
  }

  after(ms: number, run: () => void): () => void {
    const cancel = () => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
    };
    const wake = () => {
      cancel();
      run();
    };
    const sleeper = { at: this.#ms + ms, wake };
    this.#sleepers.push(sleeper);
    return cancel;
  }

  /** Moves time, sleeper by sleeper, and lets each do what it does next. */
  async advance(ms: number): Promise<void> {
    const until = this.#ms + ms;
    for (;;) {
      await settle();
      const [next] = this.#sleepers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#ms = Math.max(this.#ms, next.at);
      next.wake();
    }
    this.#ms = until;
    await settle();
  }
}

/** Lets everything happen that needs no time. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
