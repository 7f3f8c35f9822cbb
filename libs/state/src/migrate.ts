import { AppError } from '@devbench/core';
import { Migrator } from 'kysely/migration';

import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

/**
 * Brings the file to the schema of this version: all of it or nothing, one server at a time.
 * @throws AppError `state_unavailable`, also when a newer version has written the file
 */
export async function migrate(database: Database): Promise<void> {
  const sqlite = database.connection();
  // Kysely takes no lock on SQLite; this one also covers its own tables.
  await database.run(() => sqlite.exec('BEGIN IMMEDIATE'));
  try {
    await database.run(async (prepare) => {
      refuseNewer(executed(prepare));
      const provider = { getMigrations: async () => migrations };
      const { error } = await new Migrator({ db: database.query, provider }).migrateToLatest();
      if (error !== undefined) throw error as Error;
      sqlite.exec('COMMIT');
    });
  } finally {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
  }
}

function executed(prepare: Parameters<Parameters<Database['run']>[0]>[0]): string[] {
  const table = prepare(`SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'`).get();
  if (table === undefined) return [];
  const rows = prepare('SELECT name FROM kysely_migration ORDER BY name').all();
  return (rows as { name: string }[]).map(({ name }) => name);
}

function refuseNewer(names: readonly string[]): void {
  const unknown = names.filter((name) => !Object.hasOwn(migrations, name)).at(-1);
  if (unknown === undefined) return;
  throw new AppError('state_unavailable', `A newer version has written the state (${unknown}).`, {
    hint: 'Update this server, or set MCP_STATE_DB to another file.',
  });
}
