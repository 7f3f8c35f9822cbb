import { expect, it } from 'vitest';

import { parseOptions } from './options.ts';

it('is the whole run without arguments', () => {
  expect(parseOptions([])).toMatchObject({ only: '', quick: false, iterations: undefined });
});

it('understands its options', () => {
  const options = parseOptions(['--only', 'echo', '--iterations', '3', '--quick', '--check']);

  expect(options).toMatchObject({ only: 'echo', iterations: 3, quick: true, check: true });
});

it.each([['--iterations=0'], ['--iterations=x'], ['--fast']])('refuses %s', (argument) => {
  expect(() => parseOptions([argument])).toThrow();
});
