import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Neither goes with its container: a snapshot outlives it, a spare volume has to be removed from the engine first. */
export const snapshots: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE snapshots (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        name TEXT,
        volume TEXT NOT NULL,
        status TEXT NOT NULL,
        server TEXT NOT NULL,
        container_id TEXT NOT NULL,
        alias TEXT,
        image TEXT NOT NULL,
        profile TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        files INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`.execute(db);
    await sql`CREATE INDEX snapshots_owner ON snapshots (owner, id)`.execute(db);
    await sql`
      CREATE TABLE spare_volumes (
        container_id TEXT PRIMARY KEY,
        volume TEXT NOT NULL,
        server TEXT NOT NULL
      ) STRICT, WITHOUT ROWID`.execute(db);
  },
};
