import { AppError } from '@devbench/core';
import Sqlite from 'better-sqlite3';

const { SqliteError } = Sqlite;

interface Explanation {
  readonly message: string;
  readonly hint: string;
}

/** By the beginning of the code that SQLite or the system gives. */
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  SQLITE_FULL: {
    message: 'The disk that holds the state is full.',
    hint: 'Free space on the disk that holds MCP_STATE_DB; nothing is lost.',
  },
  ENOSPC: {
    message: 'The disk that holds the state is full.',
    hint: 'Free space on the disk that holds MCP_STATE_DB; nothing is lost.',
  },
  SQLITE_READONLY: {
    message: 'The state cannot be written.',
    hint: 'Make the file of MCP_STATE_DB and its directory writable for the server.',
  },
  SQLITE_CANTOPEN: {
    message: 'The state cannot be opened.',
    hint: 'Check that MCP_STATE_DB names a file in a directory that the server may write.',
  },
  SQLITE_CORRUPT: {
    message: 'The state is damaged.',
    hint: 'Keep a copy of the file of MCP_STATE_DB, then restore a backup or move the file away.',
  },
  SQLITE_NOTADB: {
    message: 'The state file is not a database.',
    hint: 'Set MCP_STATE_DB to another file, or move this one away.',
  },
  SQLITE_BUSY: {
    message: 'The state is locked by another program.',
    hint: 'Close what holds the file of MCP_STATE_DB open, then call again.',
  },
  SQLITE_IOERR: {
    message: 'The disk that holds the state has failed or is full.',
    hint: 'Check the disk that holds MCP_STATE_DB.',
  },
  EACCES: {
    message: 'The state cannot be opened.',
    hint: 'Make the file of MCP_STATE_DB and its directory writable for the server.',
  },
  EROFS: {
    message: 'The state is on a disk that is read-only.',
    hint: 'Set MCP_STATE_DB to a file on a disk that can be written.',
  },
};

/** The code of SQLite or of the system, with its refinements. */
export function codeOf(error: unknown): string {
  if (error instanceof SqliteError) return error.code;
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

/** Violated constraints and errors of ours stay as they are; the rest becomes `state_unavailable`. */
export function translate(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (error instanceof AppError || code.startsWith('SQLITE_CONSTRAINT')) return error;
  const known = Object.keys(EXPLANATIONS).find((start) => code.startsWith(start));
  const explanation = known === undefined ? undefined : EXPLANATIONS[known];
  return new AppError('state_unavailable', explanation?.message ?? 'The state cannot be reached.', {
    cause: error,
    data: { file },
    ...(explanation && { hint: explanation.hint }),
  });
}
