import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const execs: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE execs (
        id TEXT PRIMARY KEY,
        container_id TEXT NOT NULL,
        owner TEXT NOT NULL,
        server TEXT NOT NULL,
        argv_json TEXT NOT NULL,
        cwd TEXT NOT NULL,
        as_root INTEGER NOT NULL,
        tty INTEGER NOT NULL,
        timeout_ms INTEGER NOT NULL,
        status TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        ended_at INTEGER,
        end_seq INTEGER,
        exit_code INTEGER,
        signal TEXT,
        oom_killed INTEGER,
        usage_json TEXT
      ) STRICT, WITHOUT ROWID`.execute(db);
    await sql`CREATE INDEX execs_container ON execs (container_id, id)`.execute(db);
    await sql`CREATE INDEX execs_open ON execs (id) WHERE ended_at IS NULL`.execute(db);
  },
};
