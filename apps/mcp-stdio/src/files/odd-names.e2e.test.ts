import { expect, it } from 'vitest';

import { filesOf } from '../testing/files.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const session = sharedSession();
const NAMES = [
  'new\nline',
  'a|b',
  '-rf',
  '😀 ü',
  'e\u0301',
  '*',
  '$(touch pwned)',
  '`id`',
  `'"`,
  ' lead',
  'trail ',
  '..a',
  'a\\b',
  '\t',
  'x'.repeat(255),
];

it('DB-40: has every name that a file can have', async () => {
  await using workspace = await spawnWorkspace(session());
  const { data, batch } = filesOf(session(), workspace);

  for (const name of NAMES) {
    const path = `d/${name}`;
    const { etag } = await data('fs_write', { path, content: `of ${name}` });
    expect(await data('fs_stat', { path })).toMatchObject({ path: `/workspace/${path}`, etag });
    expect(await data('fs_read', { path })).toMatchObject({ content: `of ${name}`, etag });
    const found = await data('fs_search', { path, pattern: '^of ' });
    expect(found).toMatchObject({ matches: [{ path: `/workspace/${path}`, line: 1 }] });
    const moved = await batch(
      { op: 'move', path, to: `e/${name}` },
      { op: 'copy', path: `e/${name}`, to: path },
    );
    expect(moved.code).toBeUndefined();
  }
  const { entries } = await data('fs_list', { path: 'd' });
  expect(entries.map(({ path }) => path.slice('/workspace/d/'.length)).sort()).toEqual(
    [...NAMES].sort(),
  );
  for (const name of NAMES) await data('fs_delete', { path: `d/${name}` });
  expect((await workspace.sh('ls -A d; ls -A')).stdout).toBe('d\ne\n');
});

it('pages through names one at a time without losing any', async () => {
  await using workspace = await spawnWorkspace(session());
  const { data, batch } = filesOf(session(), workspace);
  await batch(...NAMES.map((name) => ({ op: 'write', path: name, content: '' })));

  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await data('fs_list', { limit: 1, ...(cursor !== undefined && { cursor }) });
    seen.push(...page.entries.map(({ path }) => path.slice('/workspace/'.length)));
    cursor = page.next_cursor;
  }
  expect(seen.sort()).toEqual([...NAMES].sort());
});

it('DB-40: shows names that are no UTF-8 without failing', async () => {
  await using workspace = await spawnWorkspace(session());
  const { data, call } = filesOf(session(), workspace);
  await workspace.sh(String.raw`touch "$(printf 'bad\377name')" good`);

  const { entries } = await data('fs_list', {});

  expect(entries.map(({ path }) => path)).toEqual(['/workspace/bad\uFFFDname', '/workspace/good']);
  expect((await call('fs_read', { path: 'bad\uFFFDname' })).code).toBe('file_not_found');
});
