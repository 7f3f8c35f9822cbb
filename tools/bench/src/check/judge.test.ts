import { expect, it } from 'vitest';

import { judge } from './judge.ts';
import { atLeast, atMost } from './limit.ts';

const measured = (value: number) => ({
  p50: 4,
  ratios: new Map([['docker CLI', { value, low: value, high: value }]]),
});

it.each([
  [19.9, 'missed'],
  [20, 'held'],
  [30, 'reached'],
])('a ratio of %d is %s', (value, outcome) => {
  const verdict = judge(atLeast('docker CLI', 20, 30), measured(value));

  expect(verdict).toEqual({ limit: '≥ 20 × docker CLI, target 30', found: value, outcome });
});

it('what was not measured is missed', () => {
  expect(judge(atLeast('dockerode', 2), measured(9)).outcome).toBe('missed');
  expect(judge(atMost(5), { ...measured(1), p50: undefined }).outcome).toBe('missed');
  expect(judge(atLeast('docker CLI', 2), measured(NaN)).outcome).toBe('missed');
});

it('a ceiling is about our own p50', () => {
  expect(judge(atMost(5), measured(1)).outcome).toBe('reached');
  expect(judge(atMost(3.9), measured(1)).outcome).toBe('missed');
});
