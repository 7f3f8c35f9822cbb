import { expect, it } from 'vitest';

import { traceContext } from './trace-context.ts';

const OURS = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const OTHER = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';

it('takes the span of the message before that of the HTTP request', () => {
  expect(traceContext({ traceparent: OURS }, OTHER)).toEqual({ traceparent: OURS });
  expect(traceContext({ progressToken: 1 }, OTHER)).toEqual({ traceparent: OTHER });
  expect(traceContext(undefined, undefined)).toEqual({});
});

it.each([
  '',
  7,
  [OURS],
  'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  '00-00000000000000000000000000000000-b7ad6b7169203331-01',
  '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
  '00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01',
  `${OURS}\nforged`,
])('knows that %j is none', (said) => {
  expect(traceContext({ traceparent: said }, undefined)).toEqual({});
});
