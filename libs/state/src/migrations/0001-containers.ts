import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const containers: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE containers (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        alias TEXT,
        session_id TEXT,
        image TEXT NOT NULL,
        digest TEXT,
        engine_id TEXT NOT NULL,
        volume TEXT NOT NULL,
        status TEXT NOT NULL,
        persistent INTEGER NOT NULL,
        network TEXT NOT NULL,
        profile TEXT NOT NULL,
        limits_json TEXT NOT NULL,
        enforced_json TEXT,
        env_json TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        last_used_at INTEGER NOT NULL,
        expires_at INTEGER
      ) STRICT, WITHOUT ROWID`.execute(db);
    // What failed or is on its way out no longer holds its alias.
    await sql`
      CREATE UNIQUE INDEX containers_live_alias ON containers (owner, alias)
      WHERE alias IS NOT NULL AND status NOT IN ('failed', 'removing')`.execute(db);
    await sql`CREATE INDEX containers_alias ON containers (owner, alias, id)`.execute(db);
  },
};
