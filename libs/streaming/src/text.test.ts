import { expect, it } from 'vitest';

import { createWriter } from './test/outputs.ts';
import { forReading, toMessages } from './text.ts';

it('is text where it can be, base64 where it cannot, exact in any case', () => {
  const record = createWriter();
  const pieces = ['ä\0\r\n', '\ufeffx', Buffer.from('ä').subarray(0, 1), Buffer.from([0xff]), ''];
  const records = pieces.map((piece) => record(piece));

  const messages = toMessages(records);
  expect(messages.map(({ data }) => data)).toEqual([
    'ä\0\r\n',
    '\ufeffx',
    undefined,
    undefined,
    '',
  ]);
  for (const encoding of ['auto', 'base64'] as const) {
    const bytes = toMessages(records, encoding).map((message) => Buffer.from(forReading(message)));
    expect(bytes).toEqual(records.map(({ data }) => Buffer.from(data)));
  }
  expect(toMessages(records, 'base64').every(({ data }) => data === undefined)).toBe(true);
});
