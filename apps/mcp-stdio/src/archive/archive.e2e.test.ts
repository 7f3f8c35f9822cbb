import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeEach, expect, it } from 'vitest';

import { tempFolder } from '../testing/folder.ts';
import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';
import { describe, makeProject, pack, unpack } from './host-tree.ts';

const transfer = tempFolder();
const session = sharedSession({
  MCP_TRANSFER_DIR: transfer.path,
  MCP_IMPORT_MAX_BYTES: String(2 ** 32),
});
const workspace = sharedWorkspace(session);
const inTransfer = (name: string) => join(transfer.path, name);
const HIDDEN = 'find /workspace -name ".devbench*" | wc -l';

beforeEach(() => workspace().sh('rm -rf /workspace/* /workspace/.d*'));

const call = (name: string, input: object, options = {}) =>
  session().call(name, { container_id: workspace().id, ...input }, options);
const data = (name: string, input: object) =>
  session().data<Record<string, never>>(name, { container_id: workspace().id, ...input });

it('takes in a project, runs over it, edits it and gives it back as it is', async () => {
  using folder = tempFolder();
  const [project, back] = [join(folder.path, 'project'), join(folder.path, 'back')];
  makeProject(project);
  pack(project, inTransfer('in.tar.gz'), '-z');

  const imported = await data('fs_import', { path: 'project', file: 'in.tar.gz' });
  expect(imported).toMatchObject({ files: 3001, skipped: 0, path: '/workspace/project' });
  const run = await workspace().sh('cd project && ./check.sh');
  expect(run.stdout).toMatch(/^3000\n/);

  await data('fs_edit', {
    path: 'project/check.sh',
    edits: [{ old_text: 'wc -l', new_text: 'wc -l | tr 3 4' }],
  });
  expect((await workspace().sh('cd project && ./check.sh')).stdout).toMatch(/^4000\n/);
  const exported = await data('fs_export', { path: 'project', file: 'out.tar.gz' });

  expect(exported).toMatchObject({ file: inTransfer('out.tar.gz'), files: 3001, skipped: 0 });
  unpack(inTransfer('out.tar.gz'), back);
  const edited = readFileSync(join(project, 'check.sh'), 'utf8').replace('wc -l', 'wc -l | tr 3 4');
  writeFileSync(join(project, 'check.sh'), edited);
  expect(describe(back)).toBe(describe(project));
});

it('takes what globs say', async () => {
  await workspace().sh('mkdir -p a/node_modules && touch a/x.py a/y.js a/node_modules/z.py');
  const input = { include: ['*.{py,rb}'], exclude: ['node_modules'], compression: 'none' };
  const { file } = await data('fs_export', { ...input, file: 'globs.tar' });
  using folder = tempFolder();
  unpack(String(file), folder.path);
  expect(describe(folder.path)).toMatch(/^a d 755\na\/x\.py f 644\n.*x\.py\n$/);
});

it('DB-47: refuses what is cut, damaged or hostile, and says what was kept', async () => {
  using folder = tempFolder();
  makeProject(folder.path, 50);
  pack(folder.path, inTransfer('cut.tar'), '--exclude=long-*');
  truncateSync(inTransfer('cut.tar'), 30_000);
  expect(await call('fs_import', { path: 'cut', file: 'cut.tar' })).toMatchObject({
    code: 'invalid_argument',
    text: expect.stringMatching(/cut off.*Kept: \d+ files/) as string,
  });
  pack(folder.path, inTransfer('cut.tgz'), '-z');
  truncateSync(inTransfer('cut.tgz'), 600);
  expect(await call('fs_import', { file: 'cut.tgz' })).toMatchObject({ code: 'invalid_argument' });
  pack(folder.path, inTransfer('out.tar'), '-P', '--transform=s,^./check.sh,../../evil,');
  expect(await call('fs_import', { file: 'out.tar' })).toMatchObject({
    code: 'path_outside_workspace',
  });
  for (const file of ['../state.db', '/etc/passwd', 'none']) {
    expect(await call('fs_import', { file })).toMatchObject({ isError: true });
  }
  expect((await workspace().sh(HIDDEN)).stdout).toBe('0\n');
});

it('leaves nothing on either side when it is cancelled', async () => {
  // Takes far longer than it takes until the first news of it.
  await workspace().sh('truncate -s 1500000000 large');
  const before = readdirSync(transfer.path);
  const cancelled = async (name: string, input: object) => {
    const cancel = new AbortController();
    const onprogress = () => cancel.abort();
    await expect(call(name, input, { signal: cancel.signal, onprogress })).rejects.toThrow();
  };

  await cancelled('fs_export', { file: 'cancelled.tar.gz' });
  await expect.poll(() => readdirSync(transfer.path)).toEqual(before);

  await data('fs_export', { file: 'large.tar', compression: 'none' });
  await cancelled('fs_import', { path: 'again', file: 'large.tar' });
  rmSync(inTransfer('large.tar'));
  const left = () => workspace().sh(`${HIDDEN}; ls again; du -k -s again | cut -f 1`);
  await expect.poll(async () => (await left()).stdout).toMatch(/^0\n\d\n$/);
});
