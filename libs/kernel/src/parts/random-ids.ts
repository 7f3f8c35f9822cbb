import { randomFillSync } from 'node:crypto';

import type { Ids } from '@devbench/core';

/** Crockford's, in lower case: sorts as it counts and has no letters that look alike. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/** Asking for a few bytes costs as much as asking for many. */
const pool = Buffer.alloc(256 * RANDOM_DIGITS);
let used = pool.length;
let time = { ms: -1, digits: '' };

/** Milliseconds, then 80 random bits: `c_01k3…`. */
export const randomIds: Ids = {
  next: (prefix) => `${prefix}_${timeDigits(Date.now())}${randomDigits()}`,
};

function timeDigits(ms: number): string {
  if (ms === time.ms) return time.digits;
  let digits = '';
  for (let rest = ms; digits.length < TIME_DIGITS; rest = Math.floor(rest / 32)) {
    digits = DIGITS.charAt(rest % 32) + digits;
  }
  time = { ms, digits };
  return digits;
}

function randomDigits(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    for (const [at, byte] of pool.entries()) pool[at] = DIGITS.charCodeAt(byte % 32);
    used = 0;
  }
  return pool.toString('latin1', used, (used += RANDOM_DIGITS));
}
