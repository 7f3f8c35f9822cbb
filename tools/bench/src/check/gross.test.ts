import { expect, it } from 'vitest';

import { GROSS, missedGrossly } from './gross.ts';
import type { Verdict } from './judge.ts';

const verdict = (outcome: Verdict['outcome']) => ({
  verdicts: [{ limit: '≥ 5 × docker CLI', found: 1, outcome }],
});
const [first, second] = GROSS;
const both = first && second ? [first, second] : [];

it('has one reference for each floor', () => {
  expect(GROSS.map(({ references, limits }) => [references.length, limits.length])).toEqual(
    GROSS.map(() => [1, 1]),
  );
});

it('takes the best of several tries', async () => {
  const outcomes = ['missed', 'missed', 'held', 'reached'] as const;
  let tries = 0;

  const missed = await missedGrossly(both, async () => verdict(outcomes[tries++] ?? 'missed'));

  expect(missed).toEqual([]);
  expect(tries).toBe(4);
});

it('names what is below its floor each time', async () => {
  const missed = await missedGrossly(both, async (bench) =>
    verdict(bench === first ? 'missed' : 'held'),
  );

  expect(missed).toEqual([first?.name]);
});
