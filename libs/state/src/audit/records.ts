import type { AuditIntent, AuditOutcome } from '@devbench/core';

import type { Database, Statement } from '../database.ts';
import { translate } from '../errors.ts';
import type { Journal, LeftJournal } from './journal.ts';

const WRITE_AFTER_MS = 50;

const INSERT = `INSERT INTO audit
    (call_id, at, actor, client, session, action, subject, fields_json, outcome, code, duration_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const FINISH = `UPDATE audit SET outcome = ?, code = ?, duration_ms = ?, subject = coalesce(subject, ?)
  WHERE id = ?`;

interface Call {
  readonly intent: AuditIntent;
  outcome?: AuditOutcome;
  /** What it turned out to be about. */
  subject?: string | undefined;
  /** Of its row, once it has one. */
  id?: number | bigint;
}

/** Calls on their way into the database: written many at once, each of them costs less. */
export interface Records {
  /** On record when it resolves, also if the server is killed then. Rejects while nothing can be written. */
  begin(intent: AuditIntent): Promise<void>;
  /** The first outcome stays. */
  end(callId: string, outcome: AuditOutcome, subject: string | undefined): void;
  /** Writes what waits; what could not be written waits on. */
  flush(): Promise<void>;
  /** Puts on record what a server had begun that is gone: how it ended is not known. */
  adopt(left: LeftJournal): Promise<void>;
}

export function createRecords(database: Database, journal: Journal): Records {
  /** Those that run. */
  const open = new Map<string, Call>();
  let begun: Call[] = [];
  /** Those that have a row. */
  let ended: Call[] = [];
  let timer: NodeJS.Timeout | undefined;
  let failed = false;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const [inserting, finishing] = [begun, ended];
    if (inserting.length + finishing.length === 0) return;
    [begun, ended] = [[], []];
    try {
      await database.transaction((prepare) => {
        const insert = prepare(INSERT);
        for (const call of inserting) call.id = inserted(insert, call);
        const finish = prepare(FINISH);
        for (const call of finishing)
          finish.run([...outcomeOf(call), call.subject ?? null, call.id]);
      });
    } catch (error) {
      failed = true;
      for (const call of inserting) delete call.id;
      begun = [...inserting, ...begun];
      ended = [...finishing, ...ended];
      throw error;
    }
    failed = false;
    journal.keep(begun.map(({ intent }) => intent));
  };
  /** One after the other: what one has taken is not in the database, and so the journal has to keep it, until its end. */
  const flush = (): Promise<void> => {
    writing = writing.catch(() => undefined).then(write);
    return writing;
  };
  // What cannot be written now is tried again with the next call.
  const flushLate = () => void flush().catch(() => undefined);
  const flushSoon = () => void (timer ??= setTimeout(flushLate, WRITE_AFTER_MS).unref());

  return {
    flush,
    async begin(intent) {
      if (failed) await flush();
      note(journal, intent, database.file);
      const call = { intent };
      open.set(intent.callId, call);
      begun.push(call);
      flushSoon();
    },
    end(callId, outcome, subject) {
      const call = open.get(callId);
      if (call === undefined) return;
      open.delete(callId);
      Object.assign(call, { outcome, subject });
      if (call.id !== undefined) ended.push(call);
      flushSoon();
    },
    async adopt({ intents, remove }) {
      await database.transaction((prepare) => {
        const since = Math.min(...intents.map(({ at }) => at.getTime()));
        const rows = prepare('SELECT call_id FROM audit WHERE at >= ?').pluck().all(since);
        const known = new Set(rows);
        const insert = prepare(INSERT);
        for (const intent of intents) {
          if (!known.has(intent.callId)) inserted(insert, { intent });
        }
      });
      remove();
    },
  };
}

function note(journal: Journal, intent: AuditIntent, file: string): void {
  try {
    journal.add(intent);
  } catch (cause) {
    throw translate(cause, file);
  }
}

function inserted(insert: Statement, call: Call): number | bigint {
  const { callId, at, actor, client, session, action, fields } = call.intent;
  const subject = call.intent.subject ?? call.subject ?? null;
  const about = [action, subject, JSON.stringify(fields)];
  const row = [callId, at.getTime(), actor, client, session, ...about, ...outcomeOf(call)];
  return insert.run(row).lastInsertRowid;
}

const outcomeOf = ({ outcome }: Call) => [
  outcome?.outcome ?? null,
  outcome?.code ?? null,
  outcome?.durationMs ?? null,
];
