import type { Workspace, WorkspaceId, WorkspaceRepository } from '@devbench/core';
import { describe, expect, it } from 'vitest';

import { type MakePair, started } from './pair.ts';
import { workspaceRow } from './rows.ts';

/** What every `WorkspaceRepository` does. */
export function workspaceRepositoryContract(make: MakePair<WorkspaceRepository>): void {
  const id = 'c_1' as WorkspaceId;

  describe('WorkspaceRepository', () => {
    it('gives back what was reserved, to another server too', async () => {
      const { first, second } = await started(make);
      const full = workspaceRow({
        id,
        alias: 'main',
        sessionId: 'session',
        digest: 'sha256:1',
        persistent: true,
        network: 'bridge',
        profile: 'buildable',
        enforced: { memory: true, swap: false, cpu: true, pids: true, disk: false, network: true },
        env: { TOKEN: 'ä=\n' },
        expiresAt: new Date(1_700_000_100_000),
      });
      const bare = workspaceRow({ id: 'c_2' });
      await first.reserve(full);
      await first.reserve(bare);

      expect(await second.get(id)).toEqual(full);
      expect(await second.find('alice', 'c_2')).toEqual(bare);
      expect(await second.find('alice', 'main')).toEqual(full);
    });

    it('has nothing for another owner, by id or alias', async () => {
      const { first, second } = await started(make);
      await first.reserve(workspaceRow({ id, alias: 'main' }));

      expect(await second.find('bob', id)).toBeUndefined();
      expect(await second.find('bob', 'main')).toBeUndefined();
      expect(await second.get(id)).toBeDefined();
    });

    it('gives an alias to one of many who ask at once', async () => {
      const { first, second } = await started(make);
      const ask = (n: number) =>
        (n % 2 ? first : second).reserve(workspaceRow({ id: `c_${String(n)}`, alias: 'main' }));
      const results = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6, 7].map(ask));

      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused).toHaveLength(7);
      for (const { reason } of refused) expect(reason).toMatchObject({ code: 'alias_taken' });
      expect(await first.list({})).toHaveLength(1);
    });

    it('gives an owner no more than the quota, to many who ask at once', async () => {
      const { first, second } = await started(make);
      const quota = { containers: 5, memoryMb: undefined };
      const ask = (n: number) =>
        (n % 2 ? first : second).reserve(workspaceRow({ id: `c_${String(n)}` }), quota);
      const results = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => ask(n)));

      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused).toHaveLength(95);
      for (const { reason } of refused) {
        const data = { quota: 'containers', limit: 5, used: 5 };
        expect(reason).toMatchObject({ code: 'quota_exceeded', data });
      }
      const [one] = await first.list({});
      await second.remove(one?.id ?? id);
      await first.reserve(workspaceRow({ id: 'c_100' }), quota);
      await second.reserve(workspaceRow({ id: 'c_101', owner: 'bob' }), quota);
    });

    it('adds up the memory of an owner', async () => {
      const { first, second } = await started(make);
      const quota = { containers: undefined, memoryMb: 1000 };
      const limits = { memoryMb: 600, cpus: 1, pids: 8 };
      await first.reserve(workspaceRow({ id, limits, status: 'stopped' }), quota);

      const more = second.reserve(workspaceRow({ id: 'c_2', limits }), quota);
      await expect(more).rejects.toMatchObject({
        code: 'quota_exceeded',
        data: { quota: 'memory_mb', limit: 1000, used: 600 },
      });
      await second.reserve(
        workspaceRow({ id: 'c_2', limits: { ...limits, memoryMb: 400 } }),
        quota,
      );
    });

    it('refuses a change to an alias that is taken, and lets owners use the same one', async () => {
      const { first, second } = await started(make);
      await first.reserve(workspaceRow({ id, alias: 'main' }));
      await first.reserve(workspaceRow({ id: 'c_2' }));
      await second.reserve(workspaceRow({ id: 'c_3', owner: 'bob', alias: 'main' }));

      const change = second.update('c_2' as WorkspaceId, { alias: 'main' });
      await expect(change).rejects.toMatchObject({ code: 'alias_taken' });
      await second.update(id, { alias: undefined });
      await second.update('c_2' as WorkspaceId, { alias: 'main' });
      expect((await first.find('alice', 'main'))?.id).toBe('c_2');
    });

    it.each(['failed', 'removing'] as const)('frees the alias of a %s one', async (status) => {
      const { first, second } = await started(make);
      await first.reserve(workspaceRow({ id: 'c_9', alias: 'main' }));
      await first.update('c_9' as WorkspaceId, { status });
      expect((await second.find('alice', 'main'))?.id).toBe('c_9');

      await second.reserve(workspaceRow({ id, alias: 'main' }));
      expect((await first.find('alice', 'main'))?.id).toBe(id);
    });

    it('changes what is named, clears what is undefined, keeps the rest', async () => {
      const { first, second } = await started(make);
      const before = workspaceRow({ id, alias: 'main', expiresAt: new Date(5) });
      await first.reserve(before);
      const lastUsedAt = new Date(1_700_000_050_000);
      await second.update(id, { status: 'running', engineId: 'e', alias: undefined, lastUsedAt });
      await second.update(id, {});
      await second.update('c_404' as WorkspaceId, { status: 'running' });

      const after = { ...before, status: 'running', engineId: 'e', alias: undefined, lastUsedAt };
      expect(await first.get(id)).toEqual(after);
    });

    it('remembers the latest use', async () => {
      const { first } = await started(make);
      await first.reserve(workspaceRow({ id }));
      first.touch(id, new Date(1_700_000_080_000));
      first.touch(id, new Date(1_700_000_070_000));

      expect((await first.find('alice', id))?.lastUsedAt).toEqual(new Date(1_700_000_080_000));
      expect((await first.list({}))[0]?.lastUsedAt).toEqual(new Date(1_700_000_080_000));
    });

    it('lists by id, filtered, in pages', async () => {
      const { first, second } = await started(make);
      for (const n of ['3', '1', '4', '2']) {
        await first.reserve(workspaceRow({ id: `c_${n}`, sessionId: n === '4' ? 's' : undefined }));
      }
      await first.reserve(workspaceRow({ id: 'c_5', owner: 'bob', status: 'failed' }));
      const ids = async (...[filter]: Parameters<WorkspaceRepository['list']>) =>
        (await second.list(filter)).map((found) => found.id);

      expect(await ids({ owner: 'alice', limit: 2 })).toEqual(['c_1', 'c_2']);
      expect(await ids({ owner: 'alice', limit: 2, after: 'c_2' })).toEqual(['c_3', 'c_4']);
      expect(await ids({ status: ['failed', 'stopped'] })).toEqual(['c_5']);
      expect(await ids({ status: [] })).toEqual([]);
      expect(await ids({ sessionId: 's' })).toEqual(['c_4']);
    });

    it("knows whose time is over, and when the next one's will be", async () => {
      const { first, second } = await started(make);
      expect(await first.nextExpiry()).toBeUndefined();
      const until = (n: string, at: number, status: Workspace['status'] = 'running') =>
        first.reserve(workspaceRow({ id: `c_${n}`, status, expiresAt: new Date(at) }));
      await first.reserve(workspaceRow({ id: 'c_0', status: 'running' }));
      await until('1', 300);
      await until('2', 200, 'stopped');
      await until('3', 100, 'removing');
      await until('4', 50, 'creating');

      expect(await second.nextExpiry()).toEqual(new Date(200));
      const expired = await second.list({ expiredAt: new Date(250), status: ['stopped'] });
      expect(expired.map((found) => found.id)).toEqual(['c_2']);
    });

    it('forgets what is removed', async () => {
      const { first, second } = await started(make);
      await first.reserve(workspaceRow({ id, alias: 'main' }));
      await second.remove(id);
      await second.remove(id);

      expect(await first.get(id)).toBeUndefined();
      await first.reserve(workspaceRow({ id, alias: 'main' }));
    });
  });
}
