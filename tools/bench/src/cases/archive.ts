import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { atLeast, type Floor } from '../check/limit.ts';
import { docker, dockerPiped } from '../engine/docker-cli.ts';
import type { BenchCase, OpenSide } from '../harness/case.ts';
import { timed } from '../harness/timed.ts';
import { oursWithSettings } from './our-sides.ts';
import { withCli } from './reference-sides.ts';

interface Tree {
  readonly name: string;
  readonly title: string;
  /** Makes it as `tree` in the current folder. */
  readonly script: string;
  readonly rounds: BenchCase['rounds'];
  readonly exportLimit: Floor;
  readonly importLimit: Floor;
  readonly why: Pick<BenchCase, 'reason'>;
}

const SMALL: Tree = {
  name: 'small',
  title: '5,000 small files',
  script: `import os
for i in range(5000):
    d = f'tree/{i % 50}'
    os.makedirs(d, exist_ok=True)
    open(f'{d}/file-{i}', 'w').write(f'{i}\\n' * (1 + i % 300))`,
  rounds: { full: 8, quick: 1 },
  exportLimit: atLeast('docker cp', 1, 2),
  importLimit: atLeast('docker cp', 1, 2),
  why: {},
};

const BULK: Tree = {
  name: 'bulk',
  title: 'one file of 1 GiB',
  script: `import os
os.makedirs('tree')
f = open('tree/large', 'wb')
for i in range(1024): f.write(os.urandom(1048576))`,
  rounds: { full: 3, quick: 0 },
  exportLimit: atLeast('docker cp', 0.67),
  importLimit: atLeast('docker cp', 1),
  why: {},
};

const IN_TREE = '/workspace/tree';
const MAKE = (script: string) => ['python3', '-c', script];
const REFERENCE = { name: 'docker cp', perRound: 1, writable: true };

/** Work that is timed, and what has to be undone before the next time. */
const then = (work: () => Promise<unknown>, after: () => Promise<unknown>): OpenSide['sample'] => {
  const measure = timed(work);
  return async () => {
    const took = await measure();
    await after();
    return took;
  };
};

const exportOf = ({ name, title, script, rounds, exportLimit, why }: Tree): BenchCase => ({
  name: `archive-${name}-export`,
  title: `export ${title} as tar`,
  unit: 'ms',
  rounds,
  ours: oursWithSettings(1, transfers, async ({ call, id }, stage) => {
    await call('exec_run', { container_id: id, cmd: MAKE(script), timeout_s: 120 });
    const file = `${randomBytes(4).toString('hex')}.tar`;
    const input = { container_id: id, path: IN_TREE, compression: 'none', file };
    return then(
      () => call('fs_export', input),
      () => rm(join(stage.folder, 'transfer', file)),
    );
  }),
  references: [
    withCli(REFERENCE, async (container, { folder }) => {
      await docker(['exec', '-w', '/workspace', container, ...MAKE(script)]);
      const file = join(folder, 'reference.tar');
      return then(
        () => dockerPiped(['cp', `${container}:${IN_TREE}`, '-'], { stdout: file }),
        () => rm(file),
      );
    }),
  ],
  limits: [exportLimit],
  ...why,
});

const importOf = ({ name, title, script, rounds, importLimit, why }: Tree): BenchCase => ({
  name: `archive-${name}-import`,
  title: `import ${title} from tar`,
  unit: 'ms',
  rounds,
  ours: oursWithSettings(1, transfers, async ({ call, id }) => {
    await call('exec_run', { container_id: id, cmd: MAKE(script), timeout_s: 120 });
    const file = 'in.tar';
    const container_id = id;
    await call('fs_export', { container_id, path: IN_TREE, compression: 'none', file });
    let count = 0;
    return timed(() => call('fs_import', { container_id, path: `in-${count++}`, file }));
  }),
  references: [
    withCli(REFERENCE, async (container, { folder }) => {
      const inside = ['exec', '-w', '/workspace', container];
      await docker([...inside, ...MAKE(script)]);
      const file = join(folder, 'reference.tar');
      await dockerPiped(['cp', `${container}:${IN_TREE}`, '-'], { stdout: file });
      let count = 0;
      return async () => {
        const into = `/workspace/in-${count++}`;
        await docker([...inside, 'mkdir', into]);
        return timed(() => dockerPiped(['cp', '-', `${container}:${into}`], { stdin: file }))();
      };
    }),
  ],
  limits: [importLimit],
  ...why,
});

const transfers = (folder: string) => ({
  MCP_TRANSFER_DIR: join(folder, 'transfer'),
  MCP_IMPORT_MAX_BYTES: String(2 ** 32),
});

export const archives: readonly BenchCase[] = [SMALL, BULK].flatMap((tree) => [
  exportOf(tree),
  importOf(tree),
]);
