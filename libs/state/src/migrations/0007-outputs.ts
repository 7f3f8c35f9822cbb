import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const outputs: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE outputs (
        exec_id TEXT NOT NULL UNIQUE,
        ended_at INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        data BLOB NOT NULL
      ) STRICT`.execute(db);
    await sql`CREATE INDEX outputs_ended ON outputs (ended_at, bytes)`.execute(db);
  },
};
