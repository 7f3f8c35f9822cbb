import { expect, it } from 'vitest';

import { filesOf, rounds } from '../testing/files.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const session = sharedSession();

it('DB-37: lets exactly one of fifty writers win', async () => {
  await using workspace = await spawnWorkspace(session());
  const { call, data } = filesOf(session(), workspace);
  const path = 'contested';

  for (let round = 0; round < rounds(20, 200); round += 1) {
    const size = round % 2 === 0 ? 1 : 100_000;
    const { etag } = await data('fs_write', { path, content: `${round}`.padEnd(size, '.') });
    const attempts = Array.from({ length: 50 }, async (_, writer) => {
      const content = `${round} ${writer}`;
      const reply =
        writer % 2 === 0
          ? await call('fs_write', { path, content, if_match: etag })
          : await call('fs_batch', {
              operations: [{ op: 'write', path, content, if_match: etag }],
            });
      return { content, code: reply.code };
    });
    const results = await Promise.all(attempts);
    const winners = results.filter(({ code }) => code === undefined);
    expect(winners).toHaveLength(1);
    expect(results.filter(({ code }) => code === 'etag_mismatch')).toHaveLength(49);
    const { content } = await data('fs_read', { path });
    expect(content).toBe(winners[0]?.content);
  }
});

it.each([10, 200_000])('DB-36: has one etag per state of a file of %i bytes', async (size) => {
  await using workspace = await spawnWorkspace(session());
  const { call, data, batch } = filesOf(session(), workspace);
  const path = 'd/f';
  const content = 'x'.repeat(size);

  const { etag } = await data('fs_write', { path, content });
  const read = await batch({ op: 'read', path });
  const { entries } = await data('fs_list', { path: 'd' });
  expect(await data('fs_stat', { path })).toMatchObject({ etag });
  expect(await data('fs_read', { path, limit: 1 })).toMatchObject({ etag });
  expect(entries).toMatchObject([{ etag }]);
  expect(read.data).toMatchObject({ results: [{ etag }] });

  const states = new Set([etag]);
  for (const letter of 'abcdef') {
    const changed = await data('fs_write', { path, content: letter.repeat(size) });
    states.add(changed.etag);
  }
  await workspace.sh(`printf z | dd of=d/f conv=notrunc 2>/dev/null`);
  states.add((await data('fs_stat', { path })).etag);
  await workspace.sh('chmod 700 d/f');
  states.add((await data('fs_stat', { path })).etag);
  expect(states.size).toBe(9);
  expect((await call('fs_write', { path, content: '', if_match: etag })).code).toBe(
    'etag_mismatch',
  );
});

it('DB-37: conflicts on what is missing, and creates only what is not there', async () => {
  await using workspace = await spawnWorkspace(session());
  const { call, data } = filesOf(session(), workspace);
  const { etag } = await data('fs_write', { path: 'f', content: '1' });
  await data('fs_delete', { path: 'f' });

  const recreate = { path: 'f', content: '2', if_match_etag: etag };
  expect((await call('fs_write', recreate)).code).toBe('etag_mismatch');
  const creators = Array.from({ length: 20 }, () =>
    call('fs_write', { path: 'f', content: '3', if_none_match: '*' }),
  );
  const codes = (await Promise.all(creators)).map(({ code }) => code);
  expect(codes.filter((code) => code === undefined)).toHaveLength(1);
  expect(codes.filter((code) => code === 'file_exists')).toHaveLength(19);
});

it('DB-48: keeps the mode and the owner, and sets the mode when told', async () => {
  await using workspace = await spawnWorkspace(session());
  const { data } = filesOf(session(), workspace);
  const path = 'run.sh';
  await data('fs_write', { path, content: 'exit 1', mode: '0750' });

  await data('fs_write', { path, content: 'exit 2' });
  await data('fs_edit', { path, edits: [{ old_text: '2', new_text: '3' }] });

  expect((await workspace.sh('./run.sh; stat -c "%a %u" run.sh')).stdout).toBe('750 1000\n');
  expect(await data('fs_write', { path, content: '', mode: '600' })).toMatchObject({
    mode: '0600',
  });
  expect((await workspace.sh('stat -c %a run.sh')).stdout).toBe('600\n');
});
