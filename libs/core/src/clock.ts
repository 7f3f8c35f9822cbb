/** Time, so that tests can move it. */
export interface Clock {
  now(): Date;
  /** Milliseconds from an arbitrary origin, never backwards. */
  monotonicMs(): number;
  /** Resolves after `ms`, or early and without failing when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `run` once, after `ms`, unless the function that it returns was called before. */
  after(ms: number, run: () => void): () => void;
}
