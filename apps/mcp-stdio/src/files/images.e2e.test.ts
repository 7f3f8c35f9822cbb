import { expect, it } from 'vitest';

import { filesOf } from '../testing/files.ts';
import { PYTHON_IMAGE } from '../testing/known-output.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { IMAGE, spawnWorkspace } from '../testing/workspace.ts';

const session = sharedSession();
const HERE = { path: '/workspace' };

/** Calls that meet most of what the tools can answer. */
const CALLS: readonly (readonly [string, object])[] = [
  ['fs_write', { path: 'src/a.py', content: 'one\ntwo\n', mode: '0755' }],
  ['fs_write', { path: 'src/b|\n.bin', content: 'AP/+', encoding: 'base64' }],
  ['fs_edit', { path: 'src/a.py', edits: [{ old_text: 'two', new_text: 'zwei' }] }],
  ['fs_read', { path: 'src/a.py' }],
  ['fs_read', { path: 'src/b|\n.bin' }],
  ['fs_stat', { path: 'src/a.py' }],
  ['fs_list', { ...HERE, recursive: true, glob: '*.py' }],
  ['fs_search', { ...HERE, pattern: '^z.', context: 1 }],
  ['fs_batch', { operations: [{ op: 'copy', path: 'src', to: 'copy', recursive: true }] }],
  ['fs_batch', { operations: [{ op: 'move', path: 'copy', to: 'src/a.py' }] }],
  ['fs_diff', { path: 'src/a.py', content: 'one\n' }],
  ['fs_delete', { path: 'src' }],
  ['fs_delete', { path: 'src/a.py/x' }],
  ['fs_delete', { path: 'src', recursive: true }],
  ['fs_list', { ...HERE, recursive: true }],
  ['fs_list', { path: 'missing' }],
  ['fs_read', { path: 'copy' }],
  ['fs_read', { path: '../etc/passwd' }],
];

async function answersOf(image: string) {
  await using workspace = await spawnWorkspace(session(), { image });
  const { call } = filesOf(session(), workspace);
  const answers: unknown[] = [];
  for (const [name, input] of CALLS) {
    const { code, data } = await call(name, input);
    const text = JSON.stringify(data, (key, value: unknown) => (key === 'mtime' ? '' : value));
    // A directory has its times and its place on the disk in its etag.
    const stable = text.replaceAll(
      /("type":"directory".*?"etag":")[^,]*|("op":"copy".*?"etag":")[^,]*/g,
      '$1$2',
    );
    answers.push([name, code, stable]);
  }
  return answers;
}

it('gives the same answers in every image, also without a shell', async () => {
  const expected = await answersOf(IMAGE);

  expect(expected.map((answer) => (answer as [string, string?])[1] ?? 'done')).toEqual([
    ...Array<string>(9).fill('done'),
    'not_a_directory',
    'done',
    'is_a_directory',
    'not_a_directory',
    'done',
    'done',
    'file_not_found',
    'is_a_directory',
    'path_outside_workspace',
  ]);
  expect(await answersOf(PYTHON_IMAGE)).toEqual(expected);
  expect(await answersOf('devbench/static:test')).toEqual(expected);
});
