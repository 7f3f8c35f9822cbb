import type {
  Snapshot,
  SnapshotId,
  SnapshotRepository,
  SpareVolumes,
  WorkspaceId,
  WorkspaceRepository,
} from '@devbench/core';
import { describe, expect, it } from 'vitest';

import { type MakePair, started } from './pair.ts';
import { snapshotRow, workspaceRow } from './rows.ts';

const [one, two] = ['snap_1', 'snap_2'] as SnapshotId[] as [SnapshotId, SnapshotId];
const work = 'c_1' as WorkspaceId;
const ids = (rows: readonly Snapshot[]) => rows.map(({ id }) => id);

interface Snapshots {
  readonly workspaces: WorkspaceRepository;
  readonly snapshots: SnapshotRepository;
  readonly spares: SpareVolumes;
}

/** What every `SnapshotRepository` and `SpareVolumes` does. */
export function snapshotsContract(make: MakePair<Snapshots>): void {
  describe('SnapshotRepository', () => {
    it('keeps what was reserved and changed, for its owner only', async () => {
      const { first, second } = await started(make);
      const row = snapshotRow({ id: one, name: 'before' });
      await first.snapshots.reserve(row, 9);
      await second.snapshots.update(one, { status: 'ready', bytes: 2 ** 40, files: 7 });

      const ready = { ...row, status: 'ready', bytes: 2 ** 40, files: 7 };
      expect(await first.snapshots.find('alice', one)).toEqual(ready);
      expect(await first.snapshots.find('bob', one)).toBeUndefined();
      await first.snapshots.remove(one);
      expect(await second.snapshots.find('alice', one)).toBeUndefined();
    });

    it('lists by owner, origin and status, in pages', async () => {
      const {
        first: { snapshots },
      } = await started(make);
      await snapshots.reserve(snapshotRow({ id: two, status: 'ready' }), 9);
      await snapshots.reserve(snapshotRow({ id: one }), 9);
      await snapshots.reserve(snapshotRow({ id: 'snap_3', owner: 'bob' }), 9);

      expect(ids(await snapshots.list({ owner: 'alice' }))).toEqual([one, two]);
      expect(ids(await snapshots.list({ status: ['ready'] }))).toEqual([two]);
      expect(ids(await snapshots.list({ after: one, limit: 1 }))).toEqual([two]);
      expect(await snapshots.list({ workspaceId: 'c_2' as WorkspaceId })).toEqual([]);
    });

    it('lets nobody have too many, however they ask', async () => {
      const { first, second } = await started(make);
      const reserve = ({ snapshots }: Snapshots, id: string) =>
        snapshots.reserve(snapshotRow({ id }), 2);
      const asked = await Promise.allSettled(
        [1, 2, 3, 4].map((n) => reserve(n % 2 === 0 ? first : second, `snap_${n}`)),
      );
      expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      expect(asked.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'quota_exceeded' },
      });
      await first.snapshots.reserve(snapshotRow({ id: 'snap_5', owner: 'bob' }), 2);
    });
  });

  describe('SpareVolumes', () => {
    it('exchanges the volumes of a workspace, there and back', async () => {
      const { first, second } = await started(make);
      await first.workspaces.reserve(workspaceRow({ id: work, volume: 'old' }));
      await first.spares.add({ workspaceId: work, volume: 'new', server: 's_1' });

      await second.spares.swap(work);
      expect(await first.workspaces.get(work)).toMatchObject({ volume: 'new' });
      expect(await first.spares.list()).toEqual([
        { workspaceId: work, volume: 'old', server: 's_1' },
      ]);
      await second.spares.remove(work);
      expect(await first.spares.list()).toEqual([]);
    });

    it('passes from server to server, once', async () => {
      const { first, second } = await started(make);
      await first.spares.add({ workspaceId: work, volume: 'new', server: 's_1' });

      const passed = [first, second].map(({ spares }, at) =>
        spares.pass(work, 's_1', `s_${at + 2}`),
      );
      expect((await Promise.all(passed)).filter(Boolean)).toHaveLength(1);
      expect(await first.spares.list()).not.toMatchObject([{ server: 's_1' }]);
    });

    it('has one for a workspace, and none to exchange without it', async () => {
      const { first, second } = await started(make);
      const spare = { workspaceId: work, volume: 'new', server: 's_1' };
      await first.spares.add(spare);
      await expect(second.spares.add({ ...spare, volume: 'newer' })).rejects.toMatchObject({
        code: 'restore_running',
      });
      await expect(second.spares.swap(work)).rejects.toMatchObject({ code: 'container_not_found' });
      expect(await first.spares.list()).toEqual([spare]);
    });
  });
}
