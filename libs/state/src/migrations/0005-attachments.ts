import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const attachments: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE attachments (
        id INTEGER PRIMARY KEY,
        container_id TEXT NOT NULL REFERENCES containers (id) ON DELETE CASCADE,
        client_name TEXT NOT NULL,
        session_id TEXT NOT NULL,
        attached_at INTEGER NOT NULL,
        detached_at INTEGER
      ) STRICT`.execute(db);
    await sql`
      CREATE UNIQUE INDEX attachments_current ON attachments (container_id, client_name, session_id)
      WHERE detached_at IS NULL`.execute(db);
    await sql`CREATE INDEX attachments_container ON attachments (container_id)`.execute(db);
  },
};
