import type { Clock } from '@devbench/core';

interface Bucket {
  tokens: number;
  at: number;
}

/** So many of a kind in a minute for each name: all at once or spread, refilled evenly. */
export interface TokenBuckets {
  /** How many names are kept. */
  readonly size: number;
  /** Takes one and answers 0, or takes none and answers after how many milliseconds there is one. */
  take(name: string): number;
  /** Gives back what was taken for nothing. */
  giveBack(name: string): void;
}

/** How many names are kept before the full buckets among them, which say nothing, are dropped. */
const MOST = 1000;

export function createTokenBuckets(perMinute: number, clock: Clock): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  const msPerToken = 60_000 / perMinute;

  const refilled = (bucket: Bucket, now: number): number =>
    Math.min(perMinute, bucket.tokens + (now - bucket.at) / msPerToken);

  const dropFull = (now: number) => {
    for (const [name, bucket] of buckets)
      if (refilled(bucket, now) === perMinute) buckets.delete(name);
  };

  return {
    get size() {
      return buckets.size;
    },
    take(name) {
      const now = clock.monotonicMs();
      const known = buckets.get(name);
      if (!known && buckets.size >= MOST) dropFull(now);
      const tokens = known ? refilled(known, now) : perMinute;
      if (tokens < 1) return Math.ceil((1 - tokens) * msPerToken);
      buckets.set(name, { tokens: tokens - 1, at: now });
      return 0;
    },
    giveBack(name) {
      const bucket = buckets.get(name);
      if (bucket) bucket.tokens = Math.min(perMinute, bucket.tokens + 1);
    },
  };
}
