import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const upkeep: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`ALTER TABLE containers ADD COLUMN server TEXT`.execute(db);
    await sql`ALTER TABLE containers ADD COLUMN keep_volume INTEGER`.execute(db);
    await sql`
      CREATE TABLE turns (
        work TEXT PRIMARY KEY,
        server TEXT NOT NULL,
        until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`.execute(db);
    await sql`
      CREATE TABLE orphans (
        name TEXT PRIMARY KEY,
        since INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`.execute(db);
  },
};
