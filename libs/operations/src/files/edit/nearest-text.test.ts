import { expect, it } from 'vitest';

import { excerpt } from './excerpt.ts';
import { nearestText } from './nearest-text.ts';

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

const lines = Array.from(
  { length: 25_000 },
  (_, line) => `  const name${line} = call(${line * 31});\n`,
);

/** The least that a search for likeness does: every triple of characters is looked at once. */
function countTriples(text: string): Uint32Array {
  const counts = new Uint32Array(65_536);
  for (let at = 2; at < text.length; at += 1) {
    const triple =
      text.charCodeAt(at - 2) * 961 + text.charCodeAt(at - 1) * 31 + text.charCodeAt(at);
    counts[triple & 65_535] = (counts[triple & 65_535] ?? 0) + 1;
  }
  return counts;
}

it.each([
  ['source', lines.join('').slice(0, 1_000_000), 'const name = calls(7777);\n'.repeat(30)],
  ['one letter', 'a'.repeat(1_000_000), `${'a'.repeat(5000)}b`],
  ['white space', ' '.repeat(1_000_000), 'abc def'],
  ['line ends', '\n'.repeat(1_000_000), 'abc def'],
  ['many short lines', 'ab\n'.repeat(333_333), 'ab\n'.repeat(10_000)],
])('takes little time for 1 MB of %s', (_, text, wanted) => {
  const cpuOf = (work: () => unknown) => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const rounds = Array.from({ length: 8 }, () => ({
    pass: cpuOf(() => countTriples(text)),
    search: cpuOf(() => found(text, wanted)),
  }));

  // In passes over the text, whatever the machine: it is 0.4 to 2.6.
  const least = (work: 'pass' | 'search') => Math.min(...rounds.map((round) => round[work]));
  expect(least('search')).toBeLessThan(5 * least('pass'));
});
