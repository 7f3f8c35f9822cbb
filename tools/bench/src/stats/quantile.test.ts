import { expect, it } from 'vitest';

import { median, quantile } from './quantile.ts';

it('interpolates between neighbours, whatever the order', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([10, 20], 0.25)).toBe(12.5);
});

it('answers the ends', () => {
  expect(quantile([3, 1, 2], 0)).toBe(1);
  expect(quantile([3, 1, 2], 1)).toBe(3);
});

it('is the sample itself for one, and no number for none', () => {
  expect(quantile([7], 0.99)).toBe(7);
  expect(median([])).toBeNaN();
});

it('leaves the samples as they are', () => {
  const samples = [3, 1, 2];
  median(samples);
  expect(samples).toEqual([3, 1, 2]);
});
