import { expect, it } from 'vitest';
import { compilePattern } from './pattern.ts';
import { searchContent } from './search-content.ts';

const settings = { literal: false, ignoreCase: false, context: 0, maxResults: 100 };

function search(content: string | Uint8Array, pattern: string, change: object = {}) {
  const all = { ...settings, pattern, ...change };
  return searchContent(Buffer.from(content), compilePattern(all), all);
}
const places = (...found: Parameters<typeof search>) =>
  search(...found).lines.map(({ line, column }) => [line, column]);

it.each([
  [
    'a+b',
    [
      [1, 1],
      [3, 3],
    ],
  ],
  ['^c', [[3, 1]]],
  [
    String.raw`b$`,
    [
      [1, 3],
      [3, 5],
    ],
  ],
  [String.raw`\Ac`, [[3, 1]]],
  [
    String.raw`b\z`,
    [
      [1, 3],
      [3, 5],
    ],
  ],
  [
    '(?i)AAB',
    [
      [1, 1],
      [3, 3],
    ],
  ],
  [String.raw`\s`, [[3, 2]]],
  ['^$', [[2, 1]]],
  ['b(.|\n)*c', []],
])('finds %s line by line', (pattern, expected) => {
  expect(places('aab\r\n\r\nc aab\n', pattern)).toEqual(expected);
});

it('takes a literal as it is', () => {
  expect(places('axb\na.b\nA.B', 'a.b', { literal: true })).toEqual([[2, 1]]);
  expect(places('axb\na.b\nA.B', 'a.b', { literal: true, ignoreCase: true })).toEqual([
    [2, 1],
    [3, 1],
  ]);
});

it('shows the lines around, and of long lines what is around the match', () => {
  const [around] = search('0\n1\n2\n3\n4', '3', { context: 2 }).lines;
  expect(around).toMatchObject({ before: ['1', '2'], text: '3', after: ['4'] });

  const long = `${'😀'.repeat(50_000)}needle${'x'.repeat(1000)}`;
  const [cut] = search(long, 'needle').lines;
  expect(cut).toMatchObject({ line: 1, column: 100_001 });
  expect(cut?.text).toMatch(/^….*needlex+…$/su);
  expect(cut?.text.length).toBeLessThan(310);
});

it('stops at enough, and does not look into what is no text', () => {
  expect(search('a\n'.repeat(1000), 'a', { maxResults: 7 }).lines).toHaveLength(7);
  expect(search('a\0a', 'a')).toEqual({ binary: true, lines: [] });
  expect(search(new Uint8Array([97, 255, 10, 98]), 'b').lines).toMatchObject([{ line: 2 }]);
});

it.each(['(a*)*$b', '(a|aa)+b', '(.*a){20}b', '(x+x+)+y'])(
  '%s takes no exponential time',
  (pattern) => {
    const began = process.cpuUsage();

    expect(search('a'.repeat(100_000), pattern).lines).toEqual([]);

    expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
  },
);
