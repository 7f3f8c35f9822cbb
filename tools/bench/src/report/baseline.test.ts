import { expect, it } from 'vitest';

import type { CaseResult } from '../harness/result.ts';
import { type Baseline, compare } from './baseline.ts';

const around = (value: number, spread = 1) => ({
  value,
  low: value - spread,
  high: value + spread,
});
const before = (ratio: ReturnType<typeof around>): Baseline => ({
  at: '2026-01-01T00:00:00Z',
  cases: [{ name: 'echo', references: [{ name: 'docker CLI', ratio }] }],
});
const now = (ratio: ReturnType<typeof around>) =>
  [{ name: 'echo', references: [{ name: 'docker CLI', ratio }] }] as unknown as CaseResult[];

it('names a ratio that fell out of its spread', () => {
  expect(compare(before(around(40)), now(around(20))).changes).toEqual([
    {
      what: 'echo / docker CLI',
      direction: 'worse',
      before: '40.0× (39.0–41.0)',
      now: '20.0× (19.0–21.0)',
    },
  ]);
});

it('names what became better', () => {
  expect(compare(before(around(20)), now(around(40))).changes[0]?.direction).toBe('better');
});

it.each([
  ['within the noise', around(40, 0.1), around(41, 0.1)],
  ['within the spread', around(40, 15), around(25, 5)],
])('says nothing about a change %s', (_, was, is) => {
  expect(compare(before(was), now(is)).changes).toEqual([]);
});

it('says nothing about a case that is new', () => {
  expect(compare({ at: '', cases: [] }, now(around(4))).changes).toEqual([]);
});
