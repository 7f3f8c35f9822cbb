import type { AppError, AuditIntent, AuditOutcome } from '@devbench/core';

import type { Call } from './call.ts';

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
    fields: findings.fields,
  };
}

export const outcomeWord = (error: AppError): AuditOutcome['outcome'] =>
  error.kind === 'denied' ? 'denied' : 'failed';
