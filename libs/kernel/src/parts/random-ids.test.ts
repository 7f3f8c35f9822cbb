import { expect, it, onTestFinished, vi } from 'vitest';

import { randomIds } from './random-ids.ts';

it('makes names that sort by time and do not repeat', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const first = randomIds.next('c');
  vi.advanceTimersByTime(1);
  const later = Array.from({ length: 1000 }, () => randomIds.next('c'));

  expect(first).toMatch(/^c_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(later.every((id) => id > first)).toBe(true);
  expect(new Set(later).size).toBe(1000);
});
