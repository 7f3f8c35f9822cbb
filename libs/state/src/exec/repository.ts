import type { ExecRepository } from '@devbench/core';

import type { Database } from '../database.ts';
import type { ExecRow } from '../schema.ts';
import { endColumns, fromRow, toRow } from './row.ts';

const RESERVE = `INSERT INTO execs (id, container_id, owner, server, argv_json, cwd, as_root, tty,
    shell, is_shell, timeout_ms, status, created_at, started_at)
  VALUES (@id, @container_id, @owner, @server, @argv_json, @cwd, @as_root, @tty,
    @shell, @is_shell, @timeout_ms, @status, @created_at, @started_at)`;

/** Whoever takes a running command over keeps when it was started. */
const STARTED = `UPDATE execs
  SET status = 'running', server = @server, started_at = coalesce(started_at, @at)
  WHERE id = @id AND ended_at IS NULL`;

const ENDED = `UPDATE execs
  SET status = @reason, ended_at = @ended_at, end_seq = @end_seq, exit_code = @exit_code,
      signal = @signal, oom_killed = @oom_killed, usage_json = @usage_json
  WHERE id = @id AND ended_at IS NULL`;

export function createExecRepository(database: Database): ExecRepository {
  return {
    async reserve(exec) {
      await database.run((prepare) => prepare(RESERVE).run(toRow(exec)));
    },
    find: (owner, id) =>
      database.run((prepare) => {
        const row = prepare('SELECT * FROM execs WHERE id = ?').get(id) as ExecRow | undefined;
        return row?.owner === owner ? fromRow(row) : undefined;
      }),
    async started(id, server, at) {
      await database.run((prepare) => prepare(STARTED).run({ id, server, at: at.getTime() }));
    },
    async ended(ends) {
      await database.transaction((prepare) => {
        for (const [id, end] of ends) {
          prepare(ENDED).run({ ...endColumns(end), id, reason: end.reason });
        }
      });
    },
    async list({ owner, workspaceId, ended, shell, after, newestFirst = false, limit }) {
      const order = newestFirst ? 'desc' : 'asc';
      let query = database.query.selectFrom('execs').selectAll().orderBy('id', order);
      if (owner !== undefined) query = query.where('owner', '=', owner);
      if (workspaceId !== undefined) query = query.where('container_id', '=', workspaceId);
      if (ended !== undefined) query = query.where('ended_at', ended ? 'is not' : 'is', null);
      if (shell !== undefined) query = query.where('shell', '=', shell);
      if (after !== undefined) query = query.where('id', '>', after);
      if (limit !== undefined) query = query.limit(limit);
      return (await database.run(() => query.execute())).map(fromRow);
    },
    async remove(id) {
      await database.run((prepare) => prepare('DELETE FROM execs WHERE id = ?').run(id));
    },
  };
}
