import type { ExecId, OutputShelf } from '@devbench/core';

import type { Database } from '../database.ts';

const PUT = `INSERT INTO outputs (exec_id, ended_at, bytes, data)
  VALUES (@id, @endedAt, @bytes, @data) ON CONFLICT (exec_id) DO NOTHING`;
/** Some at a time: whoever else wants to run waits no longer. */
const PRUNE = `DELETE FROM outputs WHERE rowid IN
  (SELECT rowid FROM outputs WHERE ended_at <= ? ORDER BY ended_at LIMIT 200)
  RETURNING exec_id AS id, bytes`;

export function createOutputShelf(database: Database): OutputShelf {
  return {
    async put(outputs) {
      await database.transaction((prepare) => {
        for (const { id, endedAt, data } of outputs) {
          prepare(PUT).run({ id, endedAt: endedAt.getTime(), bytes: data.length, data });
        }
      });
    },
    get: (id) =>
      database.run((prepare) => {
        const row = prepare('SELECT data FROM outputs WHERE exec_id = ?').get(id);
        return (row as { data: Buffer } | undefined)?.data;
      }),
    async remove(id) {
      await database.run((prepare) => prepare('DELETE FROM outputs WHERE exec_id = ?').run(id));
    },
    usage: () =>
      database.run((prepare) => {
        const { bytes, oldest } = prepare(
          'SELECT coalesce(sum(bytes), 0) AS bytes, min(ended_at) AS oldest FROM outputs',
        ).get() as { bytes: number; oldest: number | null };
        return { bytes, oldestEndedAt: oldest === null ? undefined : new Date(oldest) };
      }),
    prune: (endedUntil) =>
      database.run(
        (prepare) => prepare(PRUNE).all(endedUntil.getTime()) as { id: ExecId; bytes: number }[],
      ),
  };
}
