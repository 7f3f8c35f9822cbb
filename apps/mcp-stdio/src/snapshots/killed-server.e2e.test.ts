import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { rounds } from '../testing/files.ts';
import { tempFolder } from '../testing/folder.ts';
import { restartable } from '../testing/restartable.ts';
import { killAll } from '../testing/shared-session.ts';
import { type Snapshot, snapshotsOf, TOOLS, volumesOf } from '../testing/snapshots.ts';
import { type Run, spawnWorkspace } from '../testing/workspace.ts';

it(
  'leaves old or new files, nothing paused and nothing else, when the server is killed while it copies',
  { timeout: 600_000 },
  async () => {
    using folder = tempFolder();
    await using server = restartable(folder.path, TOOLS);
    const workspace = await spawnWorkspace(await server.now());
    const { id } = workspace;
    await workspace.sh(
      'dd if=/dev/zero of=middle bs=1M count=50 2>/dev/null; echo old > a; echo old > z',
    );
    const input = { container_id: id };
    const kept = await (await server.now()).data<Snapshot>('snapshot_create', input);
    const run = (script: string) => server.read<Run>('exec_run', { ...input, script });

    for (let round = 0; round < rounds(2, 60); round += 1) {
      const session = await server.now();
      await run('echo new > a; echo new > z');
      const copying =
        round % 2 === 0
          ? session.call('snapshot_create', input)
          : session.call('snapshot_restore', { ...input, snapshot_id: kept.snapshot_id });
      const over = copying.catch(() => undefined);
      await sleep(150 + ((round * 170) % 900));
      await server.restart();
      await over;

      const next = await server.now();
      const settled = async () => {
        const ready = (await snapshotsOf(next)).filter(({ status }) => status === 'ready');
        return (await volumesOf([id])).length - ready.length;
      };
      await expect.poll(settled).toBe(1);
      const refusal = async () => {
        const { isError, text } = await next.call('exec_run', { ...input, script: 'true' });
        return isError ? text : 'none';
      };
      await expect.poll(refusal).toBe('none');
      expect(['old\nold\n', 'new\nnew\n']).toContain((await run('cat a z')).stdout);
      const statuses = (await snapshotsOf(next)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set(['ready']));
    }
    const last = await server.now();
    await killAll(last);
    for (const { snapshot_id } of await snapshotsOf(last)) {
      await last.data('snapshot_delete', { snapshot_id });
    }
    expect(await volumesOf([id])).toEqual([]);
  },
);
