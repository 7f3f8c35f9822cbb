import { expect, it } from 'vitest';

import { parseGlob } from './glob.ts';

it.each([
  ['*.py', 'a/b.py', true],
  ['*.py', 'a/b.pyc', false],
  ['src/*.ts', 'src/a.ts', true],
  ['src/*.ts', 'src/a/b.ts', false],
  ['src/**/*.ts', 'src/a.ts', true],
  ['src/**/*.ts', 'src/a/b/c.ts', true],
  ['**/x', 'x', true],
  ['**/x', 'a/yx', false],
  ['src/**', 'src/a/b', true],
  ['?.md', 'a.md', true],
  ['[a-c].md', 'b.md', true],
  ['[!a-c].md', 'b.md', false],
  ['*.{js,ts}', 'a.ts', true],
  ['*.{j,t}s{,x}', 'a.tsx', true],
  [String.raw`\*.md`, '*.md', true],
  ['a+b(c).md', 'a+b(c).md', true],
])('%s and %s: %s', (pattern, path, expected) => {
  expect(parseGlob(pattern)(path)).toBe(expected);
});

it.each(['{a', 'a}', '[z-a]', '{a,b}'.repeat(7)])('refuses %s', (pattern) => {
  expect(() => parseGlob(pattern)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});

it('takes no exponential time', () => {
  const matches = parseGlob(`${'*a'.repeat(200)}b`);

  expect(matches('a'.repeat(4000))).toBe(false);
});
