import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { filesOf, rounds } from '../testing/files.ts';
import { killContainer } from '../testing/processes.ts';
import { createRandom } from '../testing/random.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const session = sharedSession();
const FILES = Array.from({ length: 30 }, (_, index) => `d/${index}`);
const SIZE = 300_000;

/** One letter for each generation of all files, so that a mixture shows. */
const batchOf = (letter: string) => [
  ...FILES.map((path) => ({ op: 'write', path, content: letter.repeat(2_000) })),
  { op: 'delete', path: 'e', recursive: true },
  { op: 'copy', path: 'd', to: 'e', recursive: true },
];

it(
  'leaves old or new files when the container is killed while it writes',
  { timeout: 600_000 },
  async () => {
    await using workspace = await spawnWorkspace(session());
    const { id } = workspace;
    const { call, data } = filesOf(session(), workspace);
    await workspace.sh('mkdir d e');
    await data('fs_batch', { operations: batchOf('a') });
    await data('fs_write', { path: 'f', content: 'a'.repeat(SIZE) });
    const random = createRandom(3);

    for (let round = 0; round < rounds(4, 100); round += 1) {
      const letter = 'bcdefgh'.charAt(round % 7);
      const changes = Promise.allSettled([
        call('fs_write', { path: 'f', content: letter.repeat(SIZE) }),
        call('fs_batch', { operations: batchOf(letter) }),
        call('fs_write', { path: 'new/g', content: letter }),
      ]);
      await sleep(random.integer(0, 20));
      await killContainer(id);
      await changes;
      await session().data('start', { container_id: id });

      const { stdout: kinds = '' } = await workspace.sh(
        `cat f | tr -s a-z; echo; cat d/* | tr -s a-z; echo; cat e/* | tr -s a-z; echo; wc -c < f`,
      );
      expect(kinds).toMatch(/^[a-h]\n([a-h])\n\1\n300000\n$/);
      const { stdout: names = '' } = await workspace.sh(
        'find . -name ".devbench*"; ls | tr -d "\\n"',
      );
      expect(names).toMatch(/^def(new)?$/);
    }
  },
);
