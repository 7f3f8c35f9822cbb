import type { AuditIntent, AuditOutcome } from '@devbench/core';

/** One call as it stands in the file. */
export const toRecord = (intent: AuditIntent, { outcome, code, durationMs }: AuditOutcome) => ({
  at: intent.at.toISOString(),
  call_id: intent.callId,
  actor: intent.actor,
  client: intent.client,
  session: intent.session,
  action: intent.action,
  subject: intent.subject ?? null,
  outcome,
  code: code ?? null,
  duration_ms: Math.round(durationMs * 10) / 10,
  fields: intent.fields,
});
