import { NOBODY, type WarmRepository } from '@devbench/core';

import type { Database } from '../database.ts';
import type { ContainerRow } from '../schema.ts';
import { withAlias } from './alias.ts';
import { refuseBeyond } from './quota.ts';
import { fromRow, toRow } from './row.ts';

const LIKE = `owner = '${NOBODY}' AND image = @image AND network = @network AND profile = @profile
  AND persistent = @persistent AND limits_json = @limits_json`;

/** Counting and writing are one statement, and so are choosing and taking: servers need no other agreement. */
const CLAIM = `UPDATE containers SET status = 'running', owner = @owner, alias = @alias,
  session_id = @session_id, env_json = @env_json, created_at = @created_at,
  last_used_at = @last_used_at, expires_at = @expires_at
  WHERE id = (SELECT id FROM containers WHERE status = 'warm' AND ${LIKE} ORDER BY id LIMIT 1)
  RETURNING *`;
const RETIRE = `UPDATE containers SET status = 'removing' WHERE id = ? AND status = 'warm'`;

function reserveStatement(row: ContainerRow): string {
  const columns = Object.keys(row);
  return `INSERT INTO containers (${columns.join(', ')}) SELECT @${columns.join(', @')}
    WHERE (SELECT count(*) FROM containers WHERE status IN ('creating', 'warm') AND ${LIKE}) < @size`;
}

export function createWarmRepository(database: Database): WarmRepository {
  return {
    reserveWarm: (workspace, size) =>
      database.run((prepare) => {
        const row = toRow(workspace);
        return prepare(reserveStatement(row)).run({ ...row, size }).changes === 1;
      }),
    claimWarm(planned, quota) {
      const row = toRow(planned);
      return withAlias(row.alias, () =>
        database.transaction((prepare) => {
          if (quota) refuseBeyond(quota, planned, prepare);
          const claimed = prepare(CLAIM).get(row) as ContainerRow | undefined;
          return claimed && fromRow(claimed);
        }),
      );
    },
    retireWarm: (id) => database.run((prepare) => prepare(RETIRE).run(id).changes === 1),
  };
}
