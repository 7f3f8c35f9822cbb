import { randomFillSync } from 'node:crypto';

import type { Ids } from '@devbench/core';

/** Crockford's, in lower case: sorts as it counts and has no letters that look alike. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/** Of digits. Asking the system for a few random bytes costs as much as asking for many. */
const pool = Buffer.alloc(256 * RANDOM_DIGITS);
let used = pool.length;
/** Names are often made in the same millisecond. */
let lastTime = { ms: -1, digits: '' };

/** Milliseconds, then 80 random bits: `c_01k3…`. */
export const randomIds: Ids = {
  next: (prefix) => `${prefix}_${timeDigits(Date.now())}${randomDigits()}`,
};

function timeDigits(ms: number): string {
  if (ms === lastTime.ms) return lastTime.digits;
  let digits = '';
  for (let rest = ms; digits.length < TIME_DIGITS; rest = Math.floor(rest / DIGITS.length)) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
  }
  lastTime = { ms, digits };
  return digits;
}

function randomDigits(): string {
  if (used === pool.length) refill();
  const from = used;
  used += RANDOM_DIGITS;
  return pool.toString('latin1', from, used);
}

function refill(): void {
  randomFillSync(pool);
  for (const [at, byte] of pool.entries()) pool[at] = DIGITS.charCodeAt(byte % DIGITS.length);
  used = 0;
}
