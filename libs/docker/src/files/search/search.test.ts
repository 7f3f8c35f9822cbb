import { AppError, type SearchQuery, type WorkspacePath } from '@devbench/core';
import { expect, it } from 'vitest';
import { TYPE } from '../../guest/messages/types.ts';
import { PayloadReader } from '../../guest/wire/payload-reader.ts';
import { PayloadWriter } from '../../guest/wire/payload-writer.ts';
import { aWorkspace } from '../../testing/workspace.ts';
import type { Ask } from '../guest-files.ts';
import { createSearch } from './search.ts';

const query: SearchQuery = {
  pattern: 'x',
  literal: false,
  ignoreCase: false,
  accepts: () => true,
  context: 0,
  maxResults: 10,
  includeIgnored: true,
};
const never = new AbortController().signal;
const from = '' as WorkspacePath;

function stat(writer: PayloadWriter) {
  writer.u8(1).u32(0o644).u64(1).u64(0).u32(0).u32(0).u32(1);
  return writer.str('').str('');
}

/** Two files: the first has an `x`, of the second `second` decides. */
const agent =
  (second: () => Promise<never>): Ask =>
  async (_, { type, path, decode }) => {
    if (type === TYPE.LIST) {
      const page = stat(stat(new PayloadWriter().u8(0).str('a')).str('b'));
      return decode(new PayloadReader(page.finish()), []);
    }
    if (path === 'b') return second();
    return decode(new PayloadReader(stat(new PayloadWriter()).finish()), [Buffer.from('x')]);
  };

it('ends in time with what it has', async () => {
  const search = createSearch(
    agent(() => new Promise(() => undefined)),
    800,
  );

  expect(await search(aWorkspace(), from, query, never)).toMatchObject({
    matches: [{ path: 'a', line: 1, column: 1, text: 'x' }],
    truncated: true,
    filesSearched: 1,
    notes: ['stopped after 0.8 s'],
  });
});

it('passes over what cannot be read, and fails when the workspace does', async () => {
  const failing = (code: 'permission_denied' | 'guest_unavailable') =>
    createSearch(agent(() => Promise.reject(new AppError(code, 'No.'))));

  expect(await failing('permission_denied')(aWorkspace(), from, query, never)).toMatchObject({
    filesSearched: 1,
    notes: ['1 file skipped: not readable'],
  });
  await expect(
    failing('guest_unavailable')(aWorkspace(), from, query, never),
  ).rejects.toMatchObject({ code: 'guest_unavailable' });
});

it('stops when nobody waits any more', async () => {
  const cancel = new AbortController();
  const search = createSearch(
    agent(() => {
      cancel.abort(new Error('enough'));
      return new Promise(() => undefined);
    }),
  );

  await expect(search(aWorkspace(), from, query, cancel.signal)).rejects.toThrow('enough');
});
