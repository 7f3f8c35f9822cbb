import type { WorkspaceRepository } from '@devbench/core';

import type { Database } from '../database.ts';
import { insertInto } from '../insert.ts';
import type { ContainerRow } from '../schema.ts';
import { withAlias } from './alias.ts';
import { changedColumns } from './change.ts';
import { refuseBeyond } from './quota.ts';
import { fromRow, toRow } from './row.ts';
import type { Touches } from './touches.ts';
import { createWarmRepository } from './warm.ts';

const BY_ID = 'SELECT * FROM containers WHERE id = ?';
const LIVE_BY_ALIAS = `SELECT * FROM containers WHERE owner = ? AND alias = ?
  AND alias IS NOT NULL AND status NOT IN ('failed', 'removing')`;
/** Several may have had the alias one after the other. */
const LAST_BY_ALIAS = `SELECT * FROM containers WHERE owner = ? AND alias = ?
  ORDER BY id DESC LIMIT 1`;
const NEXT_EXPIRY = `SELECT min(expires_at) AS at FROM containers
  WHERE expires_at IS NOT NULL AND status IN ('running', 'stopped', 'failed')`;

export function createWorkspaceRepository(
  database: Database,
  touches: Touches,
): WorkspaceRepository {
  const present = (row: ContainerRow) => touches.apply(fromRow(row));
  return {
    ...createWarmRepository(database),
    async reserve(workspace, quota) {
      const row = toRow(workspace);
      await withAlias(row.alias, () =>
        database.transaction((prepare) => {
          if (quota) refuseBeyond(quota, workspace, prepare);
          prepare(insertInto('containers', row)).run(row);
        }),
      );
    },
    find: (owner, idOrAlias) =>
      database.run((prepare) => {
        const get = (sql: string, ...values: string[]) =>
          prepare(sql).get(...values) as ContainerRow | undefined;
        const byId = get(BY_ID, idOrAlias);
        const row =
          byId?.owner === owner
            ? byId
            : (get(LIVE_BY_ALIAS, owner, idOrAlias) ?? get(LAST_BY_ALIAS, owner, idOrAlias));
        return row && present(row);
      }),
    get: (id) =>
      database.run((prepare) => {
        const row = prepare(BY_ID).get(id) as ContainerRow | undefined;
        return row && present(row);
      }),
    async update(id, change) {
      const columns = changedColumns(change);
      if (Object.keys(columns).length === 0) return;
      if (change.lastUsedAt) touches.forget(id);
      const update = database.query.updateTable('containers').set(columns).where('id', '=', id);
      await withAlias(change.alias, () => database.run(() => update.execute()));
    },
    nextExpiry: () =>
      database.run((prepare) => {
        const { at } = prepare(NEXT_EXPIRY).get() as { at: number | null };
        return at === null ? undefined : new Date(at);
      }),
    touch: (id, at) => touches.touch(id, at),
    async remove(id) {
      touches.forget(id);
      await database.run((prepare) => prepare('DELETE FROM containers WHERE id = ?').run(id));
    },
    async list({ owner, sessionId, status, expiredAt, after, limit }) {
      let query = database.query.selectFrom('containers').selectAll().orderBy('id');
      if (owner !== undefined) query = query.where('owner', '=', owner);
      if (sessionId !== undefined) query = query.where('session_id', '=', sessionId);
      if (status !== undefined) query = query.where('status', 'in', status);
      if (expiredAt !== undefined) query = query.where('expires_at', '<=', expiredAt.getTime());
      if (after !== undefined) query = query.where('id', '>', after);
      if (limit !== undefined) query = query.limit(limit);
      return (await database.run(() => query.execute())).map(present);
    },
  };
}
