import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const warmPool: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`ALTER TABLE containers ADD COLUMN stopped_for TEXT`.execute(db);
    await sql`CREATE INDEX containers_warm ON containers (image, status) WHERE owner = ''`.execute(
      db,
    );
    await sql`CREATE INDEX containers_expiry ON containers (expires_at)
      WHERE expires_at IS NOT NULL`.execute(db);
  },
};
