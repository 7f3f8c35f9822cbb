import type { ExecId, ServerRegistry, StateUpkeep } from '@devbench/core';

import type { Database } from '../database.ts';
import { createOrphans } from './orphans.ts';

const TAKE_TURN = `INSERT INTO turns (work, server, until) VALUES (@work, @self, @until)
  ON CONFLICT (work) DO UPDATE SET server = @self, until = @until WHERE until <= @now`;
/** What ended, and what nobody has touched in all that time. */
const STALE = `FROM attachments WHERE detached_at < @before OR (
  detached_at IS NULL AND attached_at < @before AND container_id IN
    (SELECT id FROM containers WHERE last_used_at < @before))`;
const KEYS = 'FROM idempotency_keys WHERE expires_at <= ?';
const EXECS = 'SELECT id FROM execs WHERE ended_at < ? ORDER BY ended_at LIMIT 1000';

/** Less is not worth the time in which nobody can write. */
const MUCH_BYTES = 16 * 1024 * 1024;

export function createStateUpkeep(
  database: Database,
  { self }: Pick<ServerRegistry, 'self'>,
): StateUpkeep {
  return {
    ...createOrphans(database),

    check: () =>
      database.run(() => {
        const lines = database.connection().pragma('integrity_check') as {
          integrity_check: string;
        }[];
        return lines.map((line) => line.integrity_check).filter((line) => line !== 'ok');
      }),
    backup: (file) =>
      database.run(async () => {
        await database.connection().backup(file);
      }),
    compact: () =>
      database.run(() => {
        const ask = (pragma: string) =>
          database.connection().pragma(pragma, { simple: true }) as number;
        const free = ask('freelist_count');
        if (free * ask('page_size') < MUCH_BYTES || free < ask('page_count') / 4) return;
        database.connection().exec('VACUUM');
      }),

    takeTurn: (work, at, everyMs) =>
      database.run((prepare) => {
        const now = at.getTime();
        return prepare(TAKE_TURN).run({ work, self, now, until: now + everyMs }).changes > 0;
      }),

    expired: ({ keysExpiredAt, execsEndedBefore, attachmentsBefore }) =>
      database.run((prepare) => {
        const count = (from: string, value: unknown) =>
          (prepare(`SELECT count(*) AS count ${from}`).get(value) as { count: number }).count;
        const execs = prepare(EXECS).all(execsEndedBefore.getTime()) as { id: ExecId }[];
        return {
          keys: count(KEYS, keysExpiredAt.getTime()),
          attachments: count(STALE, { before: attachmentsBefore.getTime() }),
          execs: execs.map(({ id }) => id),
        };
      }),
    removeExpired: ({ keysExpiredAt, attachmentsBefore }) =>
      database.transaction((prepare) => {
        prepare(`DELETE ${KEYS}`).run(keysExpiredAt.getTime());
        prepare(`DELETE ${STALE}`).run({ before: attachmentsBefore.getTime() });
      }),
  };
}
