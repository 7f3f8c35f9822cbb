import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const idempotencyKeys: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE idempotency_keys (
        owner TEXT NOT NULL,
        operation TEXT NOT NULL,
        key TEXT NOT NULL,
        input_hash TEXT NOT NULL,
        server TEXT NOT NULL,
        result_json TEXT,
        expires_at INTEGER,
        PRIMARY KEY (owner, operation, key)
      ) STRICT, WITHOUT ROWID`.execute(db);
    await sql`
      CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at)
      WHERE expires_at IS NOT NULL`.execute(db);
  },
};
