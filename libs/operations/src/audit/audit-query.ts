import type { AuditEntry } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { timeInput } from '../text/time-input.ts';

const OUTCOMES = ['allowed', 'denied', 'failed'] as const;
const name = z.string().min(1).max(256).optional();
const time = timeInput.optional();
const id = z.int().min(0).optional();

const entry = z.strictObject({
  id: z.number(),
  at: z.string(),
  call_id: z.string(),
  actor: z.string(),
  client: z.string(),
  session: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  outcome: z.enum([...OUTCOMES, 'open']),
  code: z.string().nullable(),
  duration_ms: z.number().nullable(),
  fields: z.record(z.string(), z.unknown()),
});

export const auditQuery = declare({
  name: 'audit_query',
  toolset: 'admin',
  target: 'none',
  summary:
    'Who did what, to what, when, and how it ended: newest first, or oldest first with after. ' +
    'An entry is open while its call runs, and for good when the server died in it.',
  effect: 'read',
  input: {
    actor: name.describe('The principal'),
    action: name.describe('The tool, such as exec_run'),
    subject: name.describe('The container, command or snapshot'),
    outcome: z.enum(OUTCOMES).optional(),
    since: time.describe('Not before this time'),
    until: time.describe('Before this time'),
    after: id.describe('Entries with a greater id, oldest first'),
    before: id.describe('Entries with a smaller id'),
    limit: z.int().min(1).max(500).default(50),
  },
  output: { entries: z.array(entry), next_before: z.number().nullable() },
  audit: ({ actor = null, action = null, subject = null, outcome = null }) => ({
    ...{ of_actor: actor, of_action: action, of_subject: subject, of_outcome: outcome },
  }),
  render: ({ entries }) => entries.map(line).join('\n') || 'none',
  async run({ auditLog }: CallOn<'none', 'auditLog'>, { since, until, limit, ...rest }) {
    const said = Object.entries(rest).filter(([, value]) => value !== undefined);
    const entries = await auditLog.query({
      ...Object.fromEntries(said),
      ...(since !== undefined && { since: new Date(since) }),
      ...(until !== undefined && { until: new Date(until) }),
      limit,
    });
    const isFull = entries.length === limit && rest.after === undefined;
    return {
      entries: entries.map(toEntry),
      next_before: isFull ? (entries.at(-1)?.id ?? null) : null,
    };
  },
});

const toEntry = ({ id, at, callId, outcome, subject, ...rest }: AuditEntry) => ({
  id,
  at: at.toISOString(),
  call_id: callId,
  actor: rest.actor,
  client: rest.client,
  session: rest.session,
  action: rest.action,
  subject: subject ?? null,
  outcome: outcome?.outcome ?? ('open' as const),
  code: outcome?.code ?? null,
  duration_ms: outcome ? Math.round(outcome.durationMs * 10) / 10 : null,
  fields: rest.fields,
});

const line = (one: z.output<typeof entry>) =>
  [
    ...[one.at, one.actor, one.action, one.subject ?? '-', one.outcome],
    ...(one.code === null ? [] : [one.code]),
    ...(one.duration_ms === null ? [] : [`${one.duration_ms} ms`]),
    JSON.stringify(one.fields),
  ].join(' ');
