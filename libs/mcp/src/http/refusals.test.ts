import { expect, it } from 'vitest';

import { sparingly } from './refusals.ts';

it('tells of some in a minute, and how many more there were', () => {
  const told: number[] = [];
  let now = 0;
  const report = sparingly(
    ({ untold }) => void told.push(untold),
    () => now,
  );
  const refusal = { what: 'token', code: 'unauthenticated', ip: '::1' } as const;

  for (let n = 0; n < 1_000; n += 1) report(refusal);
  expect(told).toEqual(Array.from({ length: 60 }, () => 0));
  now = 60_000;
  report(refusal);
  report(refusal);
  expect(told.slice(60)).toEqual([940, 0]);
});
