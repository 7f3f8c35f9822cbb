import { expect, it } from 'vitest';

import { filesOf } from '../testing/files.ts';
import { PYTHON_IMAGE } from '../testing/known-output.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const session = sharedSession();
const MAKE = `python3 -c "import os, socket; os.mkfifo('fifo'); socket.socket(socket.AF_UNIX).bind('socket')"
  mkdir directory; ln -s /dev/zero device; ln -s fifo link; printf x > unreadable; chmod 0 unreadable`;

const CODES = {
  fifo: 'not_a_regular_file',
  link: 'not_a_regular_file',
  socket: 'not_a_regular_file',
  directory: 'is_a_directory',
  device: 'path_outside_workspace',
  unreadable: 'permission_denied',
};
const READING: readonly (readonly [string, (path: string) => object])[] = [
  ['fs_read', (path) => ({ path })],
  ['fs_edit', (path) => ({ path, edits: [{ old_text: 'a', new_text: 'b' }] })],
  ['fs_diff', (path) => ({ path, content: '' })],
  ['fs_batch', (path) => ({ operations: [{ op: 'read', path }] })],
  ['fs_batch', (path) => ({ operations: [{ op: 'copy', path, to: 'copied' }] })],
];

/** Whoever waits for the other end of a FIFO waits for ever. */
const AT_ONCE_MS = 20_000;

it('says at once what cannot be read, while others go on', async () => {
  await using workspace = await spawnWorkspace(session(), { image: PYTHON_IMAGE });
  const { call, data } = filesOf(session(), workspace);
  await workspace.sh(MAKE);
  await data('fs_write', { path: 'plain', content: 'plain' });

  const refusals = Object.entries(CODES).flatMap(([path, code]) =>
    READING.map(async ([name, input]) => {
      const began = performance.now();
      const reply = await call(name, input(path));
      return { asked: `${name} ${path}`, code, reply, ms: performance.now() - began };
    }),
  );
  const others = Array.from({ length: 20 }, async () => {
    const began = performance.now();
    await data('fs_read', { path: 'plain' });
    return performance.now() - began;
  });

  for (const { asked, code, reply, ms } of await Promise.all(refusals)) {
    expect([asked, reply.code]).toEqual([asked, code]);
    expect(ms).toBeLessThan(AT_ONCE_MS);
  }
  expect(Math.max(...(await Promise.all(others)))).toBeLessThan(AT_ONCE_MS);
  expect((await call('fs_write', { path: 'fifo', content: '' })).code).toBe('not_a_regular_file');
  expect(await data('fs_search', { pattern: 'plain' })).toMatchObject({ files_searched: 1 });
  const { entries } = await data('fs_list', {});
  expect(entries.map(({ type }) => type).sort()).toEqual(
    ['directory', 'fifo', 'file', 'file', 'socket', 'symlink', 'symlink'].sort(),
  );
});
