import { expect, it } from 'vitest';

import { createStampReader } from './stamps.ts';

const MS = 1_000_000n;
const lines = (count: number) => '5000000\n'.repeat(count);

it('measures from the clock in the line to its arrival, also when a line comes in pieces', () => {
  let now = 7n * MS;
  const reader = createStampReader(() => now);
  reader.push(`${lines(19)}5000`);
  now = 9n * MS;
  reader.push('000\n');

  const latencies = reader.latencies();
  expect(latencies.slice(0, 19)).toEqual(Array<number>(19).fill(2));
  expect(latencies[19]).toBe(4);
});

it('refuses a clock that is not ours', () => {
  const reader = createStampReader(() => 0n);
  reader.push(lines(20));

  expect(() => reader.latencies()).toThrow('another clock');
});

it('refuses an incomplete output', () => {
  const reader = createStampReader(() => 7n * MS);
  reader.push(lines(3));

  expect(() => reader.latencies()).toThrow('3 of 20');
});
