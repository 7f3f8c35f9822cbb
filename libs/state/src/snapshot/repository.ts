import { AppError, type SnapshotRepository } from '@devbench/core';

import type { Database } from '../database.ts';
import type { SnapshotRow } from '../schema.ts';
import { fromRow, toRow } from './row.ts';

/** Counts and writes in one step, so that calls at the same time do not pass the limit together. */
const reserveIn = (columns: readonly string[]) =>
  `INSERT INTO snapshots (${columns.join(', ')}) SELECT @${columns.join(', @')}
   WHERE (SELECT count(*) FROM snapshots WHERE owner = @owner) < @most`;

export function createSnapshotRepository(database: Database): SnapshotRepository {
  return {
    async reserve(snapshot, most) {
      const row = toRow(snapshot);
      const { changes } = await database.run((prepare) =>
        prepare(reserveIn(Object.keys(row))).run({ ...row, most }),
      );
      if (changes > 0) return;
      throw new AppError('quota_exceeded', `You have ${most} snapshots, which is the most.`, {
        hint: 'Delete one with snapshot_delete.',
        data: { limit: most },
      });
    },
    find: (owner, id) =>
      database.run((prepare) => {
        const row = prepare('SELECT * FROM snapshots WHERE id = ? AND owner = ?').get(id, owner);
        return row === undefined ? undefined : fromRow(row as SnapshotRow);
      }),
    async update(id, change) {
      if (Object.keys(change).length === 0) return;
      const update = database.query.updateTable('snapshots').set(change).where('id', '=', id);
      await database.run(() => update.execute());
    },
    async remove(id) {
      await database.run((prepare) => prepare('DELETE FROM snapshots WHERE id = ?').run(id));
    },
    async list({ owner, workspaceId, status, after, limit }) {
      let query = database.query.selectFrom('snapshots').selectAll().orderBy('id');
      if (owner !== undefined) query = query.where('owner', '=', owner);
      if (workspaceId !== undefined) query = query.where('container_id', '=', workspaceId);
      if (status !== undefined) query = query.where('status', 'in', status);
      if (after !== undefined) query = query.where('id', '>', after);
      if (limit !== undefined) query = query.limit(limit);
      return (await database.run(() => query.execute())).map(fromRow);
    },
  };
}
