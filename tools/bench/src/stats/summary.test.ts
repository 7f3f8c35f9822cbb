import { expect, it } from 'vitest';

import { summarize } from './summary.ts';

it('tells the usual figures', () => {
  const samples = Array.from({ length: 101 }, (_, index) => index);

  expect(summarize(samples)).toEqual({
    count: 101,
    mean: 50,
    min: 0,
    p25: 25,
    p50: 50,
    p75: 75,
    p95: 95,
    p99: 99,
    max: 100,
  });
});
