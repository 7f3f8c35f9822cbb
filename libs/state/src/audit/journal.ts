import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

import type { AuditFields, AuditIntent } from '@devbench/core';

const IN_MEMORY = ':memory:';
/** Stands behind the last line: what follows is of earlier calls. To write over them costs half of growing a file. */
const END = '\0';

/**
 * The intents that the database does not have yet, in a file beside it: a line costs a tenth of a transaction, and
 * outlives the server as well.
 */
export interface Journal {
  add(intent: AuditIntent): void;
  /** Has these alone from now on. */
  keep(intents: readonly AuditIntent[]): void;
  close(): void;
}

/** What a server has left that is gone. */
export interface LeftJournal {
  readonly intents: readonly AuditIntent[];
  readonly remove: () => void;
}

/** Makes the file when it is needed. A database in memory has none. */
export function createJournal(database: string, server: string): Journal {
  const path = join(dirname(database), `${prefixOf(database)}${server}`);
  let fd: number | undefined;
  let length = 0;

  const write = (text: string) => {
    if (database === IN_MEMORY) return;
    fd ??= openSync(path, 'w', 0o600);
    const size = Buffer.byteLength(text + END);
    let written = writeSync(fd, text + END, length);
    // Seldom is one cut short.
    while (written < size) {
      const rest = Buffer.from(text + END).subarray(written);
      written += writeSync(fd, rest, 0, rest.length, length + written);
    }
    length += size - END.length;
  };
  return {
    add: (intent) => write(lineOf(intent)),
    keep(intents) {
      length = 0;
      write(intents.map(lineOf).join(''));
    },
    close() {
      if (fd === undefined) return;
      closeSync(fd);
      fd = undefined;
      unlinkSync(path);
    },
  };
}

/** The journals beside this database of servers that are not `alive`; others may be reading them as well. */
export function leftJournals(database: string, alive: ReadonlySet<string>): readonly LeftJournal[] {
  const folder = dirname(database);
  if (database === IN_MEMORY || !existsSync(folder)) return [];
  const prefix = prefixOf(database);
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && !alive.has(name.slice(prefix.length)))
    .map((name) => join(folder, name))
    .map((path) => ({ intents: intentsIn(path), remove: () => rmSync(path, { force: true }) }));
}

/** A line that was cut off was no intent yet. */
function intentsIn(path: string): readonly AuditIntent[] {
  const [text = ''] = textOf(path).split(END, 1);
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => intentOf(line) ?? []);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

const prefixOf = (database: string) => `${basename(database)}-intents-`;

type Line = [string, number, string, string, string, string, string | null, AuditFields];

/** A list, and no `Date` in it: `JSON.stringify` takes four times as long for those. */
function lineOf(intent: AuditIntent): string {
  const { callId, at, actor, client, session, action, subject = null, fields } = intent;
  const line: Line = [callId, at.getTime(), actor, client, session, action, subject, fields];
  return `${JSON.stringify(line)}\n`;
}

/** Undefined for what the machine had not written whole when it went down. */
function intentOf(line: string): AuditIntent | undefined {
  try {
    const [callId, at, actor, client, session, action, subject, fields] = JSON.parse(line) as Line;
    const who = { actor, client, session };
    return { callId, at: new Date(at), ...who, action, subject: subject ?? undefined, fields };
  } catch {
    return undefined;
  }
}
