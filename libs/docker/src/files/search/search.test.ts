import { AppError, type SearchQuery, type WorkspacePath } from '@devbench/core';
import { afterAll, expect, it } from 'vitest';
import { OUTCOME } from '../../guest/messages/sift.ts';
import { TYPE } from '../../guest/messages/types.ts';
import { PayloadReader } from '../../guest/wire/payload-reader.ts';
import { PayloadWriter } from '../../guest/wire/payload-writer.ts';
import { aWorkspace } from '../../testing/workspace.ts';
import type { Ask } from '../guest-files.ts';
import { createSearch } from './search.ts';
import { createSpareWorker } from './spare-worker.ts';

const query: SearchQuery = {
  pattern: 'x',
  literal: false,
  ignoreCase: false,
  accepts: () => true,
  context: 0,
  maxResults: 10,
  includeIgnored: true,
};
interface Sifted {
  readonly outcome: number;
  readonly text: string;
}

const workers = createSpareWorker();
afterAll(() => workers.stop());

const never = new AbortController().signal;
const from = '' as WorkspacePath;

function stat(writer: PayloadWriter) {
  writer.u8(1).u32(0o644).u64(1).u64(0).u32(0).u32(0).u32(1);
  return writer.str('').str('');
}

/** Two files: the first has an `x` and comes alone, of the second `second` decides. */
const agent =
  (second: (sifted: Sifted) => Promise<Sifted>): Ask =>
  async (_, { type, path, decode }) => {
    if (type === TYPE.LIST) {
      const page = stat(stat(new PayloadWriter().u8(0).str('a')).str('b'));
      return decode(new PayloadReader(page.finish()), []);
    }
    const content = { outcome: OUTCOME.CONTENT, text: 'x' };
    const { outcome, text } = path === 'b' ? await second(content) : content;
    const sifted = new PayloadWriter().u8(outcome).u64(text.length).str(text);
    return decode(new PayloadReader(sifted.finish()), []);
  };

it('ends in time with what it has', async () => {
  const search = createSearch(
    agent(() => new Promise(() => undefined)),
    workers,
    800,
  );

  expect(await search(aWorkspace(), from, query, never)).toMatchObject({
    matches: [{ path: 'a', line: 1, column: 1, text: 'x' }],
    truncated: true,
    filesSearched: 1,
    notes: ['stopped after 0.8 s'],
  });
});

it.each([
  [OUTCOME.CONTENT, 2, []],
  [OUTCOME.WITHOUT, 2, []],
  [OUTCOME.BINARY, 1, ['1 file skipped: binary']],
  [OUTCOME.WITHOUT + 1, 1, ['1 file skipped: not readable']],
])('asks for what was not answered, and counts outcome %i', async (outcome, searched, notes) => {
  const search = createSearch(
    agent(() => Promise.resolve({ outcome, text: '' })),
    workers,
  );

  expect(await search(aWorkspace(), from, query, never)).toMatchObject({
    matches: [{ path: 'a' }],
    filesSearched: searched,
    notes,
  });
});

it('fails when the workspace does, and searches again', async () => {
  let code: 'guest_unavailable' | undefined = 'guest_unavailable';
  const search = createSearch(
    agent((sifted) =>
      code === undefined ? Promise.resolve(sifted) : Promise.reject(new AppError(code, 'No.')),
    ),
    workers,
  );

  await expect(search(aWorkspace(), from, query, never)).rejects.toMatchObject({ code });
  code = undefined;
  for (const pattern of ['x', 'y']) {
    const { matches } = await search(aWorkspace(), from, { ...query, pattern }, never);
    expect(matches).toHaveLength(pattern === 'x' ? 2 : 0);
  }
});

it('stops when nobody waits any more', async () => {
  const cancel = new AbortController();
  const search = createSearch(
    agent(() => {
      cancel.abort(new Error('enough'));
      return new Promise(() => undefined);
    }),
    workers,
  );

  await expect(search(aWorkspace(), from, query, cancel.signal)).rejects.toThrow('enough');
});
