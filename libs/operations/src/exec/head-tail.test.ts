import { expect, it } from 'vitest';

import { HeadTail } from './head-tail.ts';

function excerptOf(pieces: readonly string[], budget: number) {
  const kept = new HeadTail(budget);
  let offset = 0;
  for (const piece of pieces) {
    const data = Buffer.from(piece);
    kept.push(offset, data);
    offset += data.length;
  }
  const { head, tail, omitted } = kept.excerpt(budget);
  return [Buffer.from(head).toString(), Buffer.from(tail).toString(), omitted];
}

it('keeps all that fits', () => {
  expect(excerptOf(['ab', 'cd'], 4)).toEqual(['abcd', '', 0]);
});

it.each([[['0123456789']], [Array.from('0123456789')], [['01', '2345678', '9']]])(
  'keeps both ends of %j',
  (pieces) => {
    expect(excerptOf(pieces, 4)).toEqual(['01', '89', 6]);
    expect(excerptOf(pieces, 9)).toEqual(['0123', '56789', 1]);
  },
);

it('cuts between characters', () => {
  expect(excerptOf(['€€€€'], 8)).toEqual(['€', '€', 6]);
});

it('counts what was lost on the way', () => {
  const kept = new HeadTail(10);
  kept.push(0, Buffer.from('abc'));
  kept.push(100, Buffer.from('xyz'));

  const { head, tail, omitted } = kept.excerpt(10);

  expect([Buffer.from(head).toString(), Buffer.from(tail).toString(), omitted]).toEqual([
    'abc',
    'xyz',
    97,
  ]);
});
