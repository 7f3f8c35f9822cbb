import { atLeast } from '../check/limit.ts';
import { docker } from '../engine/docker-cli.ts';
import type { BenchCase } from '../harness/case.ts';
import { timed } from '../harness/timed.ts';
import type { OurWorkspace } from '../ours/call.ts';
import { oursOverStdio } from './our-sides.ts';
import { withCli } from './reference-sides.ts';

const rounds = { full: 10, quick: 2 };
const CLI = { name: 'docker exec', perRound: 2, writable: true };

const makeFiles = (count: number) => [
  'python3',
  '-c',
  `import os
os.makedirs('/workspace/many')
for i in range(${String(count)}): open(f'/workspace/many/{i:06}.txt', 'w').write(f'line {i}\\n')`,
];

const prepareOurs = ({ call, id }: OurWorkspace, count: number) =>
  call('exec_run', { container_id: id, cmd: makeFiles(count), wait_ms: 60_000 });

/** What a client sees first of a folder. */
export const firstPage = (files: number, rounds: BenchCase['rounds']): BenchCase => ({
  name: `fs-list-${String(files)}`,
  title: `the first page of a folder with ${files.toLocaleString('en')} files`,
  growth: { curve: 'fs-list', of: 'files in the folder', size: files },
  unit: 'ms',
  rounds,
  ours: oursOverStdio(4, async (workspace) => {
    await prepareOurs(workspace, files);
    const input = { container_id: workspace.id, path: '/workspace/many' };
    return timed(() => workspace.call('fs_list', input));
  }),
  references: [
    withCli(CLI, async (container) => {
      await docker(['exec', container, ...makeFiles(files)]);
      const list = 'ls -l /workspace/many | head -100';
      return timed(() => docker(['exec', container, 'sh', '-c', list]));
    }),
  ],
  limits: [atLeast('docker exec', 1)],
});

const FILES = 2_000;

export const fsSearch: BenchCase = {
  name: 'fs-search',
  title: `search ${FILES.toLocaleString('en')} files for a word that one has`,
  unit: 'ms',
  rounds,
  ours: oursOverStdio(4, async (workspace) => {
    await prepareOurs(workspace, FILES);
    return timed(() =>
      workspace.call('fs_search', { container_id: workspace.id, pattern: 'line 1234$' }),
    );
  }),
  references: [
    withCli(CLI, async (container) => {
      await docker(['exec', container, ...makeFiles(FILES)]);
      const grep = ['grep', '-rnE', 'line 1234$', '/workspace'];
      return timed(() => docker(['exec', container, ...grep]));
    }),
  ],
  limits: [atLeast('docker exec', 0.1, 1)],
  reason:
    'Files that may match come to a thread of the server with an engine for expressions that no pattern can hold up; grep reads all where they are.',
};

const OLD_AND_NEW = ['old', 'new'] as const;

export const fsEdit: BenchCase = {
  name: 'fs-edit',
  title: 'replace a word in a file',
  unit: 'ms',
  rounds,
  ours: oursOverStdio(20, async ({ call, id }) => {
    const file = { container_id: id, path: 'edited.txt' };
    await call('fs_write', { ...file, content: 'old\n' });
    let [before, after]: readonly string[] = OLD_AND_NEW;
    return timed(async () => {
      await call('fs_edit', { ...file, edits: [{ old_text: before, new_text: after }] });
      [before, after] = [after, before];
    });
  }),
  references: [
    withCli(CLI, async (container) => {
      const inContainer = (script: string) => docker(['exec', container, 'sh', '-c', script]);
      await inContainer('echo old > /workspace/edited.txt');
      return timed(() =>
        inContainer('sed -i "s/old/tmp/; s/new/old/; s/tmp/new/" /workspace/edited.txt'),
      );
    }),
  ],
  limits: [atLeast('docker exec', 10)],
};

const NAMES = Array.from({ length: 20 }, (_, index) => `file-${String(index)}`);

export const fsBatch: BenchCase = {
  name: 'fs-batch',
  title: 'write 20 files, all or none of them (the CLI: one after the other)',
  unit: 'ms',
  rounds,
  ours: oursOverStdio(4, ({ call, id }) => {
    const operations = NAMES.map((path) => ({ op: 'write', path, content: path }));
    return timed(() => call('fs_batch', { container_id: id, operations }));
  }),
  references: [
    withCli({ ...CLI, perRound: 1 }, (container) =>
      timed(async () => {
        for (const name of NAMES)
          await docker(['exec', container, 'sh', '-c', `echo ${name} > /workspace/${name}`]);
      }),
    ),
  ],
  limits: [atLeast('docker exec', 30)],
};
