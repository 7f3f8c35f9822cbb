import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const audit: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        call_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        client TEXT NOT NULL,
        session TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT,
        fields_json TEXT NOT NULL,
        outcome TEXT,
        code TEXT,
        duration_ms REAL
      ) STRICT`.execute(db);
  },
};
