import { expect, it } from 'vitest';

import { createLineGuard, LINE_LIMIT, type OversizedLine } from './line-guard.ts';
import { refuse } from './refuse.ts';

function setup() {
  const oversized: OversizedLine[] = [];
  const passed: string[] = [];
  const guard = createLineGuard((line) => oversized.push(line));
  guard.on('data', (line: Buffer) => passed.push(line.toString()));
  return { guard, passed, oversized };
}

it('hands on whole lines, however they arrive', async () => {
  const { guard, passed } = setup();

  for (const piece of ['{"a', '":1}', '\n{"b":2}\n', '{', '"c":3}'])
    guard.write(Buffer.from(piece));
  guard.end();

  await expect.poll(() => passed).toEqual(['{"a":1}\n', '{"b":2}\n', '{"c":3}\n']);
});

it('drops a line that is too long, remembers its ends and goes on with the next', async () => {
  const { guard, passed, oversized } = setup();
  const start = '{"method":"tools/call","params":{"name":"fs_write","arguments":{"content":"';

  guard.write(Buffer.from(start));
  for (let mib = 0; mib < 20; mib++) guard.write(Buffer.alloc(1024 * 1024, 'x'));
  guard.write(Buffer.from('"}},"jsonrpc":"2.0","id":7}\n{"next":1}\n'));

  await expect.poll(() => passed).toEqual(['{"next":1}\n']);
  const [line] = oversized;
  expect(line?.bytes).toBeGreaterThan(LINE_LIMIT);
  expect(line && refuse(line)).toMatchObject({
    id: 7,
    result: { isError: true, _meta: { 'devbench/error': { code: 'too_large' } } },
  });
});

it.each([
  ['at the end', { head: '{"params":{"id":1', tail: '{"id":2}},"id":"x"}\n' }, 'x'],
  ['at the beginning', { head: '{"id":3,"params":{"id":4', tail: '{"id":5}}}\n' }, 3],
])('finds the id %s and never one inside the arguments', (_, ends, id) => {
  expect(refuse({ bytes: 1, ...ends })).toMatchObject({ id });
});

it('has nobody to answer without an id', () => {
  expect(refuse({ bytes: 1, head: 'xxx', tail: 'xxx' })).toBeUndefined();
});
