import { randomBytes } from 'node:crypto';

import Docker from 'dockerode';
import { expect, it } from 'vitest';

import { filesOf, ON_PATH } from '../testing/files.ts';
import { PYTHON_IMAGE } from '../testing/known-output.ts';
import { residentBytes } from '../testing/processes.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { IMAGE, spawnWorkspace } from '../testing/workspace.ts';

const session = sharedSession();

async function setup(input: Record<string, unknown> = {}) {
  const workspace = await spawnWorkspace(session(), input);
  return { ...workspace, ...filesOf(session(), workspace) };
}

it('DB-30: takes the documented id and the alias', async () => {
  await using workspace = await setup({ alias: 'trapped' });
  for (const id of [workspace.id, 'trapped']) {
    const { data } = filesOf(session(), { id });
    await data('fs_write', { path: 'f', content: 'x' });
    expect(await data('fs_read', { path: 'f' })).toMatchObject({ content: 'x' });
    expect(await data('fs_list', {})).toMatchObject({ entries: [{ path: '/workspace/f' }] });
    expect(await data('fs_stat', { path: 'f' })).toMatchObject({ size: 1 });
    await data('fs_delete', { path: 'f' });
  }
});

it('DB-31: knows no container that is not ours', async () => {
  const foreign = await new Docker().createContainer({ Image: IMAGE, Cmd: ['true'] });
  try {
    for (const id of [foreign.id, foreign.id.slice(0, 12)]) {
      const { call } = filesOf(session(), { id });
      for (const [name, input] of ON_PATH) {
        expect((await call(name, input('f'))).code).toBe('container_not_found');
      }
    }
  } finally {
    await foreign.remove({ force: true });
  }
});

it.each(['/workspace-secrets/x', '/workspaceX', '/workspace/../etc', '/work', '//workspace'])(
  'DB-32: does not take %s for a path of the workspace',
  async (path) => {
    await using workspace = await setup();
    expect((await workspace.call('fs_stat', { path })).code).toBe('path_outside_workspace');
  },
);

it.each([IMAGE, PYTHON_IMAGE])(
  'DB-34, DB-35: %s can be worked in right after spawn',
  async (image) => {
    await using workspace = await setup({ image });
    const script =
      'set -e; mkdir -p a/b; echo x > a/b/c; rm -r a; mktemp; touch "$HOME/f"; echo fine';
    expect((await workspace.sh(script)).stdout).toContain('fine');
    await workspace.data('fs_write', { path: 'deep/er/f', content: 'x' });
    expect(await workspace.sh('echo y >> deep/er/f && rm -r deep')).toMatchObject({ exit_code: 0 });
  },
);

it('DB-33, DB-40: shows links as links', async () => {
  await using workspace = await setup();
  await workspace.sh('ln -s /etc/passwd l');
  expect(await workspace.data('fs_stat', { path: 'l' })).toMatchObject({ type: 'symlink' });
  expect((await workspace.call('fs_read', { path: 'l' })).code).toBe('path_outside_workspace');
});

it('DB-38: keeps any bytes', async () => {
  await using workspace = await setup();
  const bytes = randomBytes(500_000).toString('base64');
  await workspace.data('fs_write', { path: 'f', content: bytes, encoding: 'base64' });
  const read = await workspace.data('fs_read', { path: 'f', limit: 500_000 });
  expect(read).toMatchObject({ content: bytes, encoding: 'base64' });
});

it('DB-39, DB-41: tells what is missing from what is empty, and deletes no tree by mistake', async () => {
  await using workspace = await setup();
  await workspace.sh('mkdir -p empty full/x');
  expect(await workspace.data('fs_list', { path: 'empty' })).toMatchObject({ entries: [] });
  expect((await workspace.call('fs_list', { path: 'missing' })).code).toBe('file_not_found');
  expect((await workspace.call('fs_delete', { path: 'missing' })).code).toBe('file_not_found');
  const { code, text } = await workspace.call('fs_delete', { path: 'full' });
  expect(code).toBe('is_a_directory');
  expect(text).toContain('recursive');
});

it('DB-42: says why it cannot read', async () => {
  await using workspace = await setup();
  await workspace.sh('mkdir d; echo x > closed; chmod 0 closed; mkfifo fifo');
  const code = async (path: string) => (await workspace.call('fs_read', { path })).code;
  expect(await code('d')).toBe('is_a_directory');
  expect(await code('closed')).toBe('permission_denied');
  expect(await code('fifo')).toBe('not_a_regular_file');
});

it('DB-43: reads a part of a large file at constant memory, and times are UTC', async () => {
  await using workspace = await setup();
  await workspace.sh('truncate -s 1G big; printf end >> big');
  await workspace.data('fs_read', { path: 'big', limit: 1 });
  const before = residentBytes(session().pid);
  const end = await workspace.data('fs_read', { path: 'big', offset: 2 ** 30 });
  expect(end).toMatchObject({ content: 'end', size: 2 ** 30 + 3, next_offset: null });
  expect(residentBytes(session().pid) - before).toBeLessThan(64 * 2 ** 20);
  const { mtime } = (await workspace.data('fs_stat', { path: 'big' })) as unknown as {
    mtime: string;
  };
  expect(mtime).toMatch(/Z$/);
});

it('DB-44: answers others while files are moved', async () => {
  await using workspace = await setup();
  const content = 'x'.repeat(4_000_000);
  const writes = [1, 2, 3, 4].map((path) =>
    workspace.data('fs_write', { path: `${path}`, content }),
  );
  const first = await Promise.race([
    session()
      .data('health')
      .then(() => 'health'),
    Promise.all(writes).then(() => 'writes'),
  ]);
  expect(first).toBe('health');
  await Promise.all(writes);
});

it('DB-46: has the tools that the documents promise', async () => {
  const names = (await session().client.listTools()).tools.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'fs_batch',
      'fs_search',
      'fs_edit',
      'fs_export',
      'fs_import',
      'fs_diff',
    ]),
  );
});

/** DB-36, 37 and 48 are in etags, DB-45 in batch, DB-40 in odd-names, DB-47 with the archives. */
