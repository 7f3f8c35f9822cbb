import type { SearchQuery } from '@devbench/core';
import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { requiredText } from './required-text.ts';

const needleOf = (pattern: string, change: Partial<SearchQuery> = {}) =>
  requiredText({
    pattern,
    literal: false,
    ignoreCase: false,
    accepts: () => true,
    context: 0,
    maxResults: 1,
    includeIgnored: false,
    ...change,
  });

it.each([
  ['line 1234$', 'line 1234'],
  [String.raw`^\s*fs\.read\(`, 'fs.read('],
  [String.raw`function \w+\(req`, 'function '],
  ['colou?r', 'colo'],
  ['ab*c', 'a'],
  ['ab+c', 'ab'],
  ['ab{2,3}cde', 'cde'],
  ['a(bcd|e)fg', 'fg'],
  ['(?:bcd)?fg', 'fg'],
  ['(?P<name>bcd)f', 'f'],
  ['[abc]de[]x]f', 'de'],
  ['é1', '1'],
  ['a|b', ''],
  ['(?i)abc', ''],
  [String.raw`\Qa.b\E`, ''],
  [String.raw`\x41bc`, ''],
  [String.raw`\pLbc`, ''],
  ['[]x[:alpha:]yz]', ''],
  ['.*', ''],
])('knows that %s needs %j', (pattern, needle) => {
  expect(needleOf(pattern)).toBe(needle);
});

it('knows all of a literal, and nothing where case does not count', () => {
  expect(needleOf('a|é', { literal: true })).toBe('a|é');
  expect(needleOf('abc', { ignoreCase: true })).toBe('');
  expect(needleOf('abc', { literal: true, ignoreCase: true })).toBe('');
});

const PARTS =
  'a b ab é . * + ? {2} {0,1} { ( (?: ) | [ab] [^a] [] ] [[:alpha:]] ^ $ \\ \\. \\w \\b \\Q \\E \\pL \\x61 (?i) -';

/** Small numbers that are the same in each run. */
function createRandom() {
  let state = 1;
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

it('never asks for what a match can do without', () => {
  const random = createRandom();
  const some = (parts: readonly string[], most: number) =>
    Array.from({ length: 1 + random(most) }, () => parts[random(parts.length)]).join('');
  let matched = 0;
  for (let round = 0; round < 1_000; round += 1) {
    const pattern = some(PARTS.split(' '), 7);
    const needle = needleOf(pattern);
    let expression: RE2JS;
    try {
      expression = RE2JS.compile(pattern);
    } catch {
      continue;
    }
    for (let line = 0; line < 8; line += 1) {
      const text = some(['a', 'b', 'é', '.', '-', 'A', '{', ']', 'Q', 'pL', '2'], 6);
      if (!expression.test(text)) continue;
      matched += 1;
      if (!text.includes(needle)) expect.fail(`${pattern} matches ${text} without ${needle}`);
    }
  }
  expect(matched).toBeGreaterThan(500);
});
