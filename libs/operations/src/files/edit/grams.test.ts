import { expect, it } from 'vitest';

import { bestWindow, gramsOf } from './grams.ts';

const lines = Array.from(
  { length: 2500 },
  (_, line) => `  const name${line} = call(${line * 31});\n`,
);

const LARGE = [
  ['source', lines.join('').slice(0, 100_000), 'const name = calls(7777);\n'.repeat(30)],
  ['one letter', 'a'.repeat(100_000), `${'a'.repeat(4000)}b`],
  ['white space', ' '.repeat(100_000), 'abc def'],
  ['line ends', '\n'.repeat(100_000), 'abc def'],
  ['many short lines', 'ab\n'.repeat(33_333), 'ab\n'.repeat(1300)],
] as const;

it.each(LARGE)('looks once at each character of 100 KB of %s', (_, text) => {
  let looks = 0;
  const counted = {
    length: text.length,
    charCodeAt: (index: number) => {
      looks += 1;
      return text.charCodeAt(index);
    },
  };

  expect(gramsOf(counted)).toEqual(gramsOf(text));
  expect(looks).toBe(text.length);
});

it.each(LARGE)('looks at most twice at each triple of 100 KB of %s', (_, text, wanted) => {
  const grams = gramsOf(text).hashes;
  let looks = 0;
  const counted = new Proxy(grams, {
    get: (target, name) => {
      if (name === 'length') return target.length;
      looks += 1;
      return Reflect.get(target, name) as unknown;
    },
  });

  const best = bestWindow(counted, gramsOf(wanted).hashes);

  expect(best).toEqual(bestWindow(grams, gramsOf(wanted).hashes));
  expect(looks).toBeLessThanOrEqual(2 * grams.length);
});
