import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const servers: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE servers (
        id TEXT PRIMARY KEY,
        host TEXT NOT NULL,
        pid INTEGER NOT NULL,
        heartbeat_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`.execute(db);
  },
};
