import { NOBODY, type WorkspaceId, type WorkspaceRepository } from '@devbench/core';
import { describe, expect, it } from 'vitest';

import { type MakePair, started } from './pair.ts';
import { workspaceRow } from './rows.ts';

const waiting = (id: string) => workspaceRow({ id, owner: NOBODY, status: 'warm' });

/** What every `WorkspaceRepository` does for the warm pool. */
export function warmRepositoryContract(make: MakePair<WorkspaceRepository>): void {
  describe('WarmRepository', () => {
    it('never counts to more than the size, whoever reserves', async () => {
      const { first, second } = await started(make);
      const reserve = (n: number) =>
        (n % 2 ? first : second).reserveWarm(workspaceRow({ id: `c_${n}`, owner: NOBODY }), 3);

      const made = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(reserve));

      expect(made.filter(Boolean)).toHaveLength(3);
      expect(await first.list({ owner: NOBODY })).toHaveLength(3);
      const other = workspaceRow({ id: 'c_9', owner: NOBODY, image: 'other' });
      expect(await first.reserveWarm(other, 1)).toBe(true);
    });

    it('gives each to one of many who ask at once', async () => {
      const { first, second } = await started(make);
      const ids = ['c_1', 'c_2', 'c_3', 'c_4', 'c_5'];
      for (const id of ids) await first.reserve(waiting(id));
      const claim = (n: number) =>
        (n % 2 ? first : second).claimWarm(workspaceRow({ id: `c_9${n}`, owner: `user-${n}` }));

      const claimed = await Promise.all(Array.from({ length: 50 }, (_, n) => claim(n)));

      expect(claimed.flatMap((row) => row?.id ?? []).sort()).toEqual(ids);
    });

    it("gives what was claimed all that is its owner's", async () => {
      const { first, second } = await started(make);
      await first.reserve({ ...waiting('c_1'), engineId: 'e', digest: 'd' });
      const planned = workspaceRow({
        id: 'c_9',
        alias: 'box',
        sessionId: 's',
        env: { A: '1' },
        createdAt: new Date(5),
        lastUsedAt: new Date(6),
        expiresAt: new Date(7),
      });

      const claimed = await first.claimWarm(planned);

      const own = { id: 'c_1', engineId: 'e', digest: 'd', status: 'running' };
      expect(claimed).toEqual({ ...planned, ...own });
      expect(await second.find('alice', 'box')).toEqual(claimed);
    });

    it.each([
      { image: 'other' },
      { network: 'bridge' },
      { profile: 'buildable' },
      { persistent: true },
      { limits: { memoryMb: 512, cpus: 0.5, pids: 257 } },
    ] as const)('has none for %j', async (change) => {
      const { first, second } = await started(make);
      await first.reserve(waiting('c_1'));
      expect(await second.claimWarm(workspaceRow({ id: 'c_9', ...change }))).toBeUndefined();
    });

    it('refuses an alias that is taken and keeps what it has', async () => {
      const { first, second } = await started(make);
      await first.reserve(workspaceRow({ id: 'c_5', alias: 'box' }));
      await first.reserve(waiting('c_1'));

      const claim = second.claimWarm(workspaceRow({ id: 'c_9', alias: 'box' }));

      await expect(claim).rejects.toMatchObject({ code: 'alias_taken' });
      expect(await first.list({ status: ['warm'] })).toHaveLength(1);
    });

    it('gives an owner no more than the quota', async () => {
      const { first, second } = await started(make);
      await first.reserve(waiting('c_1'));
      await first.reserve(workspaceRow({ id: 'c_5' }));

      const quota = { containers: 1, memoryMb: undefined };
      const claim = second.claimWarm(workspaceRow({ id: 'c_9' }), quota);

      await expect(claim).rejects.toMatchObject({ code: 'quota_exceeded' });
      expect(await first.list({ status: ['warm'] })).toHaveLength(1);
    });

    it('lets go of what is still there', async () => {
      const { first, second } = await started(make);
      await first.reserve(waiting('c_1'));
      await first.reserve(workspaceRow({ id: 'c_2', status: 'running' }));

      expect(await second.retireWarm('c_1' as WorkspaceId)).toBe(true);
      expect(await first.retireWarm('c_1' as WorkspaceId)).toBe(false);
      expect(await first.retireWarm('c_2' as WorkspaceId)).toBe(false);
      expect(await first.list({ status: ['removing'] })).toMatchObject([{ id: 'c_1' }]);
    });
  });
}
