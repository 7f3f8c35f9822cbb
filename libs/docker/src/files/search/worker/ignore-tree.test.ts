import { expect, it } from 'vitest';
import { createIgnoreTree } from './ignore-tree.ts';

/** What git says of the same rules and paths. */
it.each([
  ['*.log', 'a.log', true],
  ['*.log', 'd/a.log', true],
  ['*.log', 'a.log.txt', false],
  ['/a', 'a', true],
  ['/a', 'd/a', false],
  ['build/', 'build/', true],
  ['build/', 'd/build/', true],
  ['build/', 'build', false],
  ['d/*.o', 'd/a.o', true],
  ['d/*.o', 'x/d/a.o', false],
  ['d/*.o', 'd/e/a.o', false],
  ['**/o', 'a/b/o', true],
  ['**/o', 'o', true],
  ['a/**', 'a/b/c', true],
  ['a/**', 'a', false],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a/**/b', 'ab', false],
  ['?.c', 'a.c', true],
  ['?.c', 'ab.c', false],
  ['[a-c]', 'b', true],
  ['[!a-c]', 'b', false],
  ['[!a-c]', 'd', true],
  [String.raw`\#x`, '#x', true],
  [String.raw`\!x`, '!x', true],
  ['# x', 'x', false],
  ['x  ', 'x', true],
  ['', 'x', false],
  ['*\n!keep', 'keep', false],
  ['*\n!keep', 'x', true],
  ['a.b', 'axb', false],
  ['a+(b)', 'a+(b)', true],
  ['[', 'x', false],
  ['[z-a]', 'x', false],
])('%j and %s: %s', (rules, path, ignored) => {
  const directory = path.endsWith('/');
  const name = directory ? path.slice(0, -1) : path;

  const [kept] = createIgnoreTree().keep('', rules, [{ name, directory }]);

  expect(kept).toBe(!ignored);
});

it('lets a deeper file of rules overrule those above', () => {
  const tree = createIgnoreTree();
  const file = (name: string) => ({ name, directory: false });

  expect(tree.keep('', '*.txt\n/src/x', [file('a.txt'), file('b')])).toEqual([false, true]);
  expect(tree.keep('src', '!a.txt', [file('a.txt'), file('b.txt'), file('x')])).toEqual([
    true,
    false,
    false,
  ]);
});

it('takes no exponential time for hostile rules', () => {
  const tree = createIgnoreTree();
  const began = process.cpuUsage();

  tree.keep('', `${'*a'.repeat(100)}b\n`.repeat(20), [{ name: 'a'.repeat(255), directory: false }]);

  expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
});
