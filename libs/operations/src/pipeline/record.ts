import type { AppError, AuditFields, AuditIntent, AuditOutcome, Caller } from '@devbench/core';

import type { Call, Findings } from './call.ts';

/** What is known about the call so far. */
export function intentOf({ id, at, caller, operation, findings }: Call): AuditIntent {
  return {
    callId: id,
    at,
    actor: caller.principal.id,
    client: caller.client,
    session: caller.session,
    action: operation.name,
    subject: findings.subject,
    fields: fieldsOf(findings, caller),
  };
}

/** With the trace that the caller follows the call in. */
const fieldsOf = ({ fields }: Findings, { traceparent }: Caller): AuditFields =>
  traceparent === undefined ? fields : { ...fields, trace_id: traceparent.split('-')[1] ?? '' };

export const outcomeWord = (error: AppError): AuditOutcome['outcome'] =>
  error.kind === 'denied' ? 'denied' : 'failed';
