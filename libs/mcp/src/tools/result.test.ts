import type { Operation } from '@devbench/operations';
import { expect, it } from 'vitest';

import { REPLY_LIMIT, TEXT_LIMIT, toResult } from './result.ts';

const reading = { render: ({ content }: { content: string }) => content } as unknown as Operation;

const textOf = (content: string) => {
  const [first] = toResult(reading, { content }).content;
  return first?.type === 'text' ? first.text : '';
};

it('answers twice: as text and as data', () => {
  expect(toResult(reading, { content: 'hello' })).toEqual({
    content: [{ type: 'text', text: 'hello' }],
    structuredContent: { content: 'hello' },
  });
});

it('does not repeat large content: the text says how much of it there is', () => {
  const content = 'é'.repeat(TEXT_LIMIT);

  const text = textOf(content);

  expect(Buffer.byteLength(text)).toBeLessThan(TEXT_LIMIT + 200);
  expect(text).toContain(`[text: the first 65536 of ${String(2 * TEXT_LIMIT)} bytes`);
  expect(text).not.toContain('\uFFFD');
});

it('cuts between characters', () => {
  expect(textOf('a' + 'é'.repeat(TEXT_LIMIT))).toContain(
    `é\n[text: the first ${String(TEXT_LIMIT - 1)} of`,
  );
});

it('refuses a reply over the hard limit, counting bytes as they are sent', () => {
  // A NUL takes six bytes in JSON.
  const output = { exec_id: 'e_1', content: '\0'.repeat(REPLY_LIMIT / 6) };

  expect(() => toResult(reading, output)).toThrow(
    expect.objectContaining({
      code: 'too_large',
      data: expect.objectContaining({ exec_id: 'e_1' }) as unknown,
    }) as Error,
  );
});
