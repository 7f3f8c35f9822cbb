import { expect, it } from 'vitest';

import { filesOf, rounds, SNAPSHOT } from '../testing/files.ts';
import { createRandom, type Random } from '../testing/random.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const session = sharedSession();
const TREE = `mkdir -p d/e; printf 1 > a; printf 2 > b; chmod 755 b; printf 3 > d/c; chmod 600 d/c; printf 4 > d/e/f
  ln -s a link; head -c 100000 /dev/zero > big; mkdir -m 700 empty`;
const PATHS = [
  'a',
  'b',
  'd/c',
  'd/e/f',
  'd/e',
  'd',
  'link',
  'big',
  'empty',
  'new',
  'x/y/z',
] as const;

/** What may work or fail; both are fine. */
function anOperation({ pick }: Random): object {
  const [path, to] = [pick(PATHS), pick(PATHS)];
  return pick<object>([
    { op: 'write', path, content: 'written', mode: pick(['600', '755']) },
    { op: 'write', path, content: 'x'.repeat(70_000) },
    { op: 'delete', path, recursive: pick([true, false]) },
    { op: 'move', path, to },
    { op: 'copy', path, to, recursive: true },
    { op: 'mkdir', path },
    { op: 'read', path },
  ]);
}

const FAILING: readonly [object, ...object[]] = [
  { op: 'delete', path: 'missing' },
  { op: 'write', path: 'a', content: '', if_none_match: '*' },
  { op: 'write', path: 'big', content: '', if_match: '"0"' },
  { op: 'copy', path: 'missing', to: 'x' },
  { op: 'write', path: 'a/b', content: '' },
  { op: 'read', path: '/proc/self/root' },
];

it('does all of a batch or nothing, whatever is in it', { timeout: 600_000 }, async () => {
  await using workspace = await spawnWorkspace(session());
  const { batch } = filesOf(session(), workspace);
  const random = createRandom(48);
  const snapshot = async () => (await workspace.sh(SNAPSHOT)).stdout;
  let undone = 0;

  for (let round = 0; round < rounds(40, 1000); round += 1) {
    await workspace.sh(`find . -mindepth 1 -delete; ${TREE}`);
    const before = await snapshot();
    const operations = Array.from({ length: random.integer(0, 6) }, () => anOperation(random));
    operations.splice(random.integer(0, operations.length), 0, random.pick(FAILING));
    const { code, text } = await batch(...operations);
    if (code === undefined) continue;
    undone += 1;
    expect([operations, text]).toEqual([operations, expect.stringMatching(/operations\.\d/)]);
    expect(await snapshot()).toBe(before);
  }
  expect(undone).toBeGreaterThan(20);
});

it('DB-45: keeps what it would have replaced when a later operation fails', async () => {
  await using workspace = await spawnWorkspace(session());
  const { batch, data } = filesOf(session(), workspace);
  await workspace.sh(
    'printf PRECIOUS > dst; chmod 640 dst; printf new > src; mkdir full; touch full/x',
  );
  const before = (await workspace.sh(SNAPSHOT)).stdout;

  const failed = await batch(
    { op: 'move', path: 'src', to: 'dst' },
    { op: 'copy', path: 'dst', to: 'deep/er/copy' },
    { op: 'delete', path: 'full' },
  );

  expect(failed).toMatchObject({ code: 'is_a_directory', error: { operation: 2 } });
  expect(failed.text).toMatch(/operations\.2: .*\n.*recursive/);
  expect((await workspace.sh(SNAPSHOT)).stdout).toBe(before);
  expect(await data('fs_read', { path: 'dst' })).toMatchObject({
    content: 'PRECIOUS',
    mode: '0640',
  });
});

it('compares every etag before anything is changed', async () => {
  await using workspace = await spawnWorkspace(session());
  const { batch, data, call } = filesOf(session(), workspace);
  const { etag } = await data('fs_write', { path: 'a', content: '1' });

  const first = { op: 'write', path: 'a', content: '2', if_match: etag };
  expect(await batch(first, { op: 'delete', path: 'a', if_match: etag })).toMatchObject({
    isError: false,
  });
  expect((await call('fs_stat', { path: 'a' })).code).toBe('file_not_found');
});
