import { existsSync, openSync, closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { AppError } from '@devbench/core';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';

import { isBusy, translate } from './errors.ts';
import type { Tables } from './schema.ts';

/** Row counts and parameters of the statements that are written by hand. */
export type Statement = Sqlite.Statement;

/** One connection. Kysely is used for what is asked rarely; hot statements are prepared once. */
export interface Database {
  readonly file: string;
  readonly query: Kysely<Tables>;
  open(): Promise<void>;
  isOpen(): boolean;
  close(): void;
  /**
   * Runs `work`, again while another server writes, so it must be repeatable as a whole.
   * @throws AppError `state_unavailable`; violated constraints are thrown as SQLite says them
   */
  run<T>(work: (prepare: (sql: string) => Statement) => T | Promise<T>): Promise<T>;
  /** As `run`, and either all of it happens or nothing. */
  transaction<T>(work: (prepare: (sql: string) => Statement) => T): Promise<T>;
  /** The connection, for what is not a statement. */
  connection(): Sqlite.Database;
}

/** SQLite waits without letting anybody else run, so most of the waiting is done outside of it. */
const BLOCKING_WAIT_MS = 20;
const RETRY_MS = 10;
/** The usual 1,000 make every hundredth command wait until the disk has it all. */
const PAGES_BEFORE_CHECKPOINT = 4_000;

export function createDatabase({
  file,
  busyTimeoutMs,
}: {
  file: string;
  busyTimeoutMs: number;
}): Database {
  let sqlite: Sqlite.Database | undefined;
  const statements = new Map<string, Statement>();

  const connection = () => {
    if (sqlite) return sqlite;
    throw new AppError('state_unavailable', 'The state is not open.');
  };
  const prepare = (sql: string) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = connection().prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const run: Database['run'] = async (work) => {
    let giveUpAt: number | undefined;
    for (;;) {
      try {
        return await work(prepare);
      } catch (error) {
        giveUpAt ??= performance.now() + busyTimeoutMs;
        if (!isBusy(error) || performance.now() > giveUpAt) throw translate(error, file);
        await delay(RETRY_MS);
      }
    }
  };

  return {
    file,
    run,
    transaction: (work) => run(() => connection().transaction(work).immediate(prepare)),
    connection,
    isOpen: () => sqlite !== undefined,
    query: new Kysely<Tables>({
      dialect: new SqliteDialect({
        database: { prepare: (sql) => prepare(sql), close: () => undefined },
      }),
    }),
    async open() {
      await run(() => {
        sqlite ??= connect(file);
        sqlite.pragma('journal_mode = WAL');
      });
    },
    close() {
      statements.clear();
      sqlite?.close();
      sqlite = undefined;
    },
  };
}

function connect(file: string): Sqlite.Database {
  if (file !== ':memory:') prepareFile(file);
  const sqlite = new Sqlite(file, { timeout: BLOCKING_WAIT_MS });
  sqlite.pragma('synchronous = NORMAL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma(`wal_autocheckpoint = ${PAGES_BEFORE_CHECKPOINT}`);
  return sqlite;
}

/** Environments of workspaces are in it, so nobody else may read it. */
function prepareFile(file: string): void {
  const directory = dirname(file);
  if (!existsSync(directory)) {
    throw new AppError('state_unavailable', `The directory ${directory} does not exist.`, {
      hint: 'Create it, or set MCP_STATE_DB to another file.',
    });
  }
  // Only a new file: closing an existing one would drop the locks that this process has on it.
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw translate(error, file);
  }
}
