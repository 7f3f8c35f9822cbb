import type { AuditEntry, AuditFields, AuditOutcome, AuditStore } from '@devbench/core';

import type { Database } from '../database.ts';
import type { AuditRow } from '../schema.ts';
import type { Records } from './records.ts';

/** All but the last, whose id would be given again. */
const PRUNE = 'DELETE FROM audit WHERE at < ? AND id < (SELECT max(id) FROM audit)';

export function createAuditStore(database: Database, records: Records): AuditStore {
  return {
    append: (intent) => records.begin(intent),
    finish(callId, outcome, subject) {
      records.end(callId, outcome, subject);
      return Promise.resolve();
    },
    flush: () => records.flush(),
    async query({ actor, action, subject, outcome, ...range }) {
      const { since, until, after, before, limit } = range;
      await records.flush();
      const order = after === undefined ? 'desc' : 'asc';
      let query = database.query.selectFrom('audit').selectAll().orderBy('id', order);
      if (actor !== undefined) query = query.where('actor', '=', actor);
      if (action !== undefined) query = query.where('action', '=', action);
      if (subject !== undefined) query = query.where('subject', '=', subject);
      if (outcome !== undefined) query = query.where('outcome', '=', outcome);
      if (since !== undefined) query = query.where('at', '>=', since.getTime());
      if (until !== undefined) query = query.where('at', '<', until.getTime());
      if (after !== undefined) query = query.where('id', '>', after);
      if (before !== undefined) query = query.where('id', '<', before);
      if (limit !== undefined) query = query.limit(limit);
      return (await database.run(() => query.execute())).map(fromRow);
    },
    async prune(olderThan) {
      await records.flush();
      return database.run((prepare) => prepare(PRUNE).run(olderThan.getTime()).changes);
    },
  };
}

function fromRow(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    callId: row.call_id,
    at: new Date(row.at),
    actor: row.actor,
    client: row.client,
    session: row.session,
    action: row.action,
    subject: row.subject ?? undefined,
    fields: JSON.parse(row.fields_json) as AuditFields,
    outcome: outcomeOf(row),
  };
}

function outcomeOf({ outcome, code, duration_ms }: AuditRow): AuditOutcome | undefined {
  if (outcome === null) return undefined;
  return {
    outcome: outcome as AuditOutcome['outcome'],
    code: (code ?? undefined) as AuditOutcome['code'],
    durationMs: duration_ms ?? 0,
  };
}
