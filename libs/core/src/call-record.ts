import type { AuditIntent, AuditOutcome } from './audit/ports.ts';
import type { AppError } from './errors/app-error.ts';

/** What happened in one call; log and metrics are made from it. */
export interface CallRecord extends AuditIntent, AuditOutcome {
  readonly error: AppError | undefined;
}

/** What happened in the warm pool. `size` is how many wait there, when that was counted. */
export interface PoolRecord {
  readonly event: 'hit' | 'miss' | 'filled' | 'failed' | 'removed' | 'counted';
  readonly size?: number;
  readonly error?: AppError;
}

export interface CallObserver {
  called(record: CallRecord): void;
  pooled(record: PoolRecord): void;
}
