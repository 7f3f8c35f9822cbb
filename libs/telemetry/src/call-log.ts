import type { CallObserver, CallRecord, ErrorKind, LogLevel } from '@devbench/core';

import type { Log, LogFields } from './log.ts';

const LEVEL: Record<ErrorKind, LogLevel> = {
  invalid: 'info',
  not_found: 'info',
  conflict: 'info',
  denied: 'warn',
  limit: 'warn',
  timeout: 'warn',
  cancelled: 'debug',
  unavailable: 'error',
  internal: 'error',
};

/**
 * One line per call; one that went well is worth a line only to who debugs, the audit trail has them all.
 * Arguments are not in it, they may be secret; the audit trail has the allowed ones.
 */
export function createCallLog(log: Log): CallObserver {
  return {
    called(record) {
      const { error } = record;
      const level = error ? LEVEL[error.kind] : 'debug';
      if (!log.isLevelEnabled(level)) return;
      const fields = {
        ...fieldsOf(record),
        ...(error && { error: error.message }),
        ...causeOf(error),
      };
      // Whoever called has the answer first.
      setImmediate(() => log[level]('call', fields));
    },
    pooled({ event, error }) {
      if (error) log.warn('warm pool', { event, code: error.code, error: error.message });
    },
    ended: () => undefined,
  };
}

const fieldsOf = (record: Omit<CallRecord, 'error'>): LogFields => ({
  call_id: record.callId,
  actor: record.actor,
  client: record.client,
  session: record.session,
  action: record.action,
  subject: record.subject,
  outcome: record.outcome,
  code: record.code,
  duration_ms: Math.round(record.durationMs * 10) / 10,
  trace_id: record.fields.trace_id,
});

/** Only for what somebody has to look into. */
function causeOf(error: CallRecord['error']): LogFields {
  if (!(error?.cause instanceof Error) || LEVEL[error.kind] !== 'error') return {};
  const { message, stack } = error.cause;
  return { cause: error.kind === 'internal' ? (stack ?? message) : message };
}
