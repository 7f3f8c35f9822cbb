import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** AUTOINCREMENT: the number of a key that is gone never comes back for another one. */
export const linkKeys: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE link_keys (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        secret BLOB NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT`.execute(db);
  },
};
