import { randomBytes } from 'node:crypto';

import type { Ids } from '@devbench/core';

/** Crockford's, in lower case: sorts as it counts and has no letters that look alike. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

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

const randomDigits = () =>
  Array.from(randomBytes(RANDOM_DIGITS), (byte) => DIGITS.charAt(byte % 32)).join('');
