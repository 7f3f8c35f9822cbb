import { expect, it } from 'vitest';

import { excerpt } from './excerpt.ts';
import { nearestText, SEARCHED } from './nearest-text.ts';

const SOURCE = [
  'import os',
  '',
  'def first(a, b):',
  '\treturn a + b',
  '',
  'def second(a, b):',
  '\treturn a * b + 1',
  '',
].join('\n');

const found = (text: string, wanted: string) => {
  const near = nearestText(text, wanted);
  return near && excerpt(text, near);
};

it('finds the lines that are like it', () => {
  expect(found(SOURCE, 'def second(a, c):\n\treturn a * b + 2\n')).toBe(
    '6\tdef second(a, b):\n7\t\treturn a * b + 1',
  );
  expect(found(SOURCE, 'import sys, os')).toBe('1\timport os');
});

it('knows when only white space differs', () => {
  expect(nearestText(SOURCE, 'def first(a, b):\n    return a + b')).toMatchObject({
    onlySpace: true,
  });
  expect(nearestText(SOURCE, 'def first(a, b):\n    return a - b')).toMatchObject({
    onlySpace: false,
  });
});

it.each(['', ' \n\t', 'x', '}\n}', 'class Unrelated extends Nothing {}'])(
  'finds nothing like %j',
  (wanted) => {
    expect(found(SOURCE, wanted)).toBeUndefined();
  },
);

it('shows the part of a long line that matters', () => {
  const text = `${'0123456789'.repeat(1000)}const answer = 42;${'9876543210'.repeat(1000)}`;

  const shown = found(text, 'const answer = 41;') ?? '';

  expect(shown).toContain('const answer = 42;');
  expect(shown.length).toBeLessThan(300);
});

it('shows only the beginning of many lines', () => {
  const text = Array.from({ length: 100 }, (_, line) => `value_${line} = ${line * 7}`).join('\n');

  expect(found(text, `${text}?`)?.split('\n')).toHaveLength(13);
});

it('looks at so much of a text and no more', () => {
  const wanted = 'def second(a, b)';
  const blank = ' '.repeat(SEARCHED - wanted.length);

  expect(found(`${blank}${wanted}`, wanted)).toContain(wanted);
  expect(found(`${blank}${' '.repeat(wanted.length)}${wanted}`, wanted)).toBeUndefined();
});
