import { expect, it } from 'vitest';

import { glob } from './glob.ts';

it.each([
  ['git', 'git', true],
  ['git', 'gitk', false],
  ['python*', 'python3.11', true],
  ['python*', 'python', true],
  ['*.pem', 'a.pem', true],
  ['*.pem', 'a.pem.txt', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a.c', 'abc', false],
  ['*', '', true],
  ['?', '', false],
  ['', '', true],
  ['', 'a', false],
  ['[a]', '[a]', true],
])('%j and %j: %s', (pattern, text, matches) => {
  expect(glob(pattern)(text)).toBe(matches);
});

it('is not slow, whatever the text is', () => {
  const began = process.cpuUsage();
  expect(glob('*a*a*a*a*b')('a'.repeat(120_000))).toBe(false);
  expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
});
