import { expect, it } from 'vitest';

import { ratioOf } from './ratio.ts';

it('is how many times as much the reference takes', () => {
  expect(ratioOf([[2, 2]], [[40]])).toEqual({ value: 20, low: 20, high: 20 });
});

it('has no spread when the machine drifts and both sides with it', () => {
  const ours = [[1], [2], [4]];
  const reference = [[10], [20], [40]];

  expect(ratioOf(ours, reference)).toEqual({ value: 10, low: 10, high: 10 });
});

it('has the quartiles of the rounds as its spread', () => {
  const ours = [[1], [1], [1], [1], [1]];
  const reference = [[10], [20], [30], [40], [50]];

  expect(ratioOf(ours, reference)).toEqual({ value: 30, low: 20, high: 40 });
});

it('compares only the rounds that both have', () => {
  expect(ratioOf([[1], [1], []], [[5], [5]])).toMatchObject({ low: 5, high: 5 });
});
