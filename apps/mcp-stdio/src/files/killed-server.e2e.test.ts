import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { filesOf, rounds } from '../testing/files.ts';
import { tempFolder } from '../testing/folder.ts';
import { restartable } from '../testing/restartable.ts';
import { killAll } from '../testing/shared-session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const SIZE = 700_000;

it(
  'leaves old or new content when the server is killed while it writes',
  { timeout: 1_200_000 },
  async () => {
    using folder = tempFolder();
    await using server = restartable(folder.path);
    const { id } = await spawnWorkspace(await server.now());
    await filesOf(await server.now(), { id }).data('fs_write', {
      path: 'f',
      content: 'z'.repeat(SIZE),
    });

    for (let round = 0; round < rounds(3, 100); round += 1) {
      const { call } = filesOf(await server.now(), { id });
      const writes = ['a', 'b', 'c'].flatMap((letter) => {
        const content = letter.repeat(SIZE);
        const both = [
          { op: 'write', path: 'f', content },
          { op: 'write', path: 'g', content: letter },
        ];
        return [call('fs_write', { path: 'f', content }), call('fs_batch', { operations: both })];
      });
      const over = Promise.allSettled(writes);
      // Later all is written.
      await sleep((round % 20) * 15);
      await server.restart();
      await over;

      const session = await server.now();
      const { data } = filesOf(session, { id });
      const { content, size } = await data('fs_read', { path: 'f', limit: 1_000_000 });
      expect(size).toBe(SIZE);
      expect(content).toBe(content.slice(0, 1).repeat(SIZE));
      const inside = { container_id: id, script: 'ls -A' };
      const { stdout = '' } = await session.data<{ stdout?: string }>('exec_run', inside);
      expect(['f', 'f g']).toContain(stdout.trim().replace('\n', ' '));
    }
    await killAll(await server.now());
  },
);
