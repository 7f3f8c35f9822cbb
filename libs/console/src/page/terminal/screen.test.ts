import { describe, expect, it } from 'vitest';

import { Screen } from './screen.ts';

const shown = (...pieces: string[]) => {
  const screen = new Screen();
  for (const piece of pieces) screen.write(piece);
  return screen.lines.map((line) => line.map(({ text }) => text).join(''));
};

const looks = (text: string) => {
  const screen = new Screen();
  screen.write(text);
  return screen.lines.flat().map((span) => [span.text, span.look]);
};

describe('a screen', () => {
  it('shows colours by classes', () => {
    expect(looks('a\x1b[1;31mb\x1b[0mc\x1b[38;5;10md\x1b[38;2;1;2;3me')).toEqual([
      ['a', ''],
      ['b', 'bold color-1'],
      ['c', ''],
      ['de', 'color-10'],
    ]);
  });

  it('takes lines back that are written again', () => {
    expect(shown('10 %\r20 %\r\ndone\n')).toEqual(['20 %', 'done', '']);
    expect(shown('ab\b\bc')).toEqual(['c']);
  });

  it.each([
    ['a title', 'a\x1b]0;evil\x07b', 'ab'],
    ['a link', 'a\x1b]8;;http://x\x1b\\b', 'ab'],
    ['a cursor', 'a\x1b[2J\x1b[1;1Hb', 'ab'],
    ['a device string', 'a\x1bP1$r0m\x1b\\b', 'ab'],
    ['a charset', 'a\x1b(Bb', 'ab'],
    ['other controls', 'a\x01\x07\x7fb', 'a␁␡b'],
    ['text that is turned around', 'a\u202eb', 'a�b'],
    ['markup', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('does nothing for %s', (_name, text, expected) => {
    expect(shown(text)).toEqual([expected]);
    expect(shown(...Array.from(text))).toEqual([expected]);
  });

  it('shows what only looks like the beginning of a sequence', () => {
    const begun = `\x1b]${'x'.repeat(5000)}`;
    expect(shown(begun, 'y').join('')).toContain('xy');
  });

  it('keeps a bounded part, the last one', () => {
    const screen = new Screen();
    screen.write('x\n'.repeat(5000));
    expect(screen.lines).toHaveLength(4000);
    expect(screen.dropped).toBe(1001);
    expect(shown('x'.repeat(9000)).map((line) => line.length)).toEqual([4000, 4000, 1000]);
  });
});
