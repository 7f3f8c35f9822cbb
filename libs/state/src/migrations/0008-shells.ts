import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const shells: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`ALTER TABLE execs ADD COLUMN shell TEXT`.execute(db);
    await sql`ALTER TABLE execs ADD COLUMN is_shell INTEGER NOT NULL DEFAULT 0`.execute(db);
    await sql`CREATE INDEX execs_shell ON execs (shell, container_id) WHERE shell IS NOT NULL`.execute(
      db,
    );
  },
};
