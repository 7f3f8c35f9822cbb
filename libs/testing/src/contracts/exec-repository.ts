import type { ExecId, ExecRepository, WorkspaceId } from '@devbench/core';
import { describe, expect, it } from 'vitest';

import { type MakePair, started } from './pair.ts';
import { execEnd, execRow } from './rows.ts';

/** What every `ExecRepository` does. */
export function execRepositoryContract(make: MakePair<ExecRepository>): void {
  const id = 'e_1' as ExecId;
  const at = new Date(1_700_000_001_000);

  describe('ExecRepository', () => {
    it('gives back what was reserved, to its owner only', async () => {
      const { first, second } = await started(make);
      await first.reserve(execRow({ id }));

      expect(await second.find('alice', id)).toEqual(execRow({ id }));
      expect(await second.find('bob', id)).toBeUndefined();
    });

    it('keeps the start when another server takes over', async () => {
      const { first, second } = await started(make);
      await first.reserve(execRow({ id }));
      await first.started(id, 's_1', at);
      await second.started(id, 's_2', new Date(at.getTime() + 1));

      const expected = execRow({ id, status: 'running', server: 's_2', startedAt: at });
      expect(await first.find('alice', id)).toEqual(expected);
    });

    it('keeps the first end, with exit code 0 as 0', async () => {
      const { first, second } = await started(make);
      await first.reserve(execRow({ id }));
      const end = execEnd({
        seq: 17,
        usage: {
          wallMs: 1.5,
          cpuMs: 1,
          userMs: 0.5,
          systemMs: 0.5,
          memPeakBytes: 2 ** 33,
          stdoutBytes: 3,
          stderrBytes: 0,
        },
      });
      await first.ended(new Map([[id, end]]));
      await second.ended(new Map([[id, execEnd({ reason: 'killed', exitCode: 137 })]]));
      await second.started(id, 's_2', at);

      expect(await first.find('alice', id)).toEqual(execRow({ id, status: 'exited', end }));
    });

    it('lists the newest first where that is asked for', async () => {
      const { first } = await started(make);
      for (const each of ['e_1', 'e_3', 'e_2']) await first.reserve(execRow({ id: each }));

      const newest = await first.list({ newestFirst: true, limit: 2 });
      expect(newest.map((exec) => exec.id)).toEqual(['e_3', 'e_2']);
    });

    it('keeps how a command was lost', async () => {
      const { first } = await started(make);
      await first.reserve(execRow({ id }));
      const end = execEnd({ reason: 'lost', exitCode: undefined });
      await first.ended(new Map([[id, end]]));

      expect(await first.find('alice', id)).toMatchObject({ status: 'lost', end });
    });

    it('lists by id, filtered, in pages', async () => {
      const { first, second } = await started(make);
      for (const n of ['2', '3', '1']) await first.reserve(execRow({ id: `e_${n}` }));
      await first.reserve(execRow({ id: 'e_4', owner: 'bob', workspaceId: 'c_2' as WorkspaceId }));
      await first.ended(new Map([['e_2' as ExecId, execEnd()]]));
      const ids = async (...[filter]: Parameters<ExecRepository['list']>) =>
        (await second.list(filter)).map((found) => found.id);

      expect(await ids({ owner: 'alice', limit: 2 })).toEqual(['e_1', 'e_2']);
      expect(await ids({ owner: 'alice', after: 'e_2' })).toEqual(['e_3']);
      expect(await ids({ ended: true })).toEqual(['e_2']);
      expect(await ids({ ended: false })).toEqual(['e_1', 'e_3', 'e_4']);
      expect(await ids({ workspaceId: 'c_2' as WorkspaceId })).toEqual(['e_4']);
    });

    it('keeps which shell a command ran in, and finds it', async () => {
      const { first, second } = await started(make);
      const shell = { name: 'main', itself: true };
      await first.reserve(execRow({ id, shell }));
      await first.reserve(execRow({ id: 'e_2', shell: { ...shell, itself: false } }));
      await first.reserve(execRow({ id: 'e_3', shell: { ...shell, name: 'other' } }));
      await first.reserve(execRow({ id: 'e_4' }));

      expect(await second.find('alice', id)).toEqual(execRow({ id, shell }));
      const found = await second.list({ shell: 'main', workspaceId: 'c_1' as WorkspaceId });
      expect(found.map((row) => [row.id, row.shell?.itself])).toEqual([
        ['e_1', true],
        ['e_2', false],
      ]);
    });

    it('forgets what is removed', async () => {
      const { first, second } = await started(make);
      await first.reserve(execRow({ id }));
      await second.remove(id);

      expect(await first.find('alice', id)).toBeUndefined();
    });
  });
}
