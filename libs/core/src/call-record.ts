import type { AuditIntent, AuditOutcome } from './audit/ports.ts';
import type { AppError } from './errors/app-error.ts';

/** What happened in one call; log and metrics are made from it. */
export interface CallRecord extends AuditIntent, AuditOutcome {
  readonly error: AppError | undefined;
}

export interface CallObserver {
  called(record: CallRecord): void;
}
