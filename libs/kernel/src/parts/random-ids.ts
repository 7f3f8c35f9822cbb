import { randomFillSync } from 'node:crypto';

import type { Ids } from '@devbench/core';

/** Crockford's, in lower case: sorts as it counts and has no letters that look alike. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/** Asking for a few bytes costs as much as asking for many. */
const pool = Buffer.alloc(256 * RANDOM_DIGITS);
let used = pool.length;

/** Milliseconds, then 80 random bits: `c_01k3…`. */
export const randomIds: Ids = {
  next: (prefix) => `${prefix}_${timeDigits(Date.now())}${randomDigits()}`,
};

function timeDigits(ms: number): string {
  let digits = '';
  for (let rest = ms; digits.length < TIME_DIGITS; rest = Math.floor(rest / 32)) {
    digits = DIGITS.charAt(rest % 32) + digits;
  }
  return digits;
}

function randomDigits(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let digits = '';
  for (const byte of pool.subarray(used, (used += RANDOM_DIGITS)))
    digits += DIGITS.charAt(byte % 32);
  return digits;
}
