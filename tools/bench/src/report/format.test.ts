import { expect, it } from 'vitest';

import { formatRatio, formatValue } from './format.ts';

it.each([
  [1234.5, '1235'],
  [12.345, '12.3'],
  [1.2345, '1.23'],
  [0.0512, '0.05'],
  [undefined, '–'],
  [NaN, '–'],
])('writes %s as %s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});

it('writes a ratio with its spread', () => {
  expect(formatRatio({ value: 41.23, low: 38, high: 44.44 })).toBe('41.2× (38.0–44.4)');
});
