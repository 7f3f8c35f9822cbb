import type { AuditIntent, AuditOutcome } from './audit/ports.ts';
import type { AppError } from './errors/app-error.ts';
import type { ErrorCode } from './errors/codes.ts';
import type { ExecEnd } from './exec/exec.ts';

/** What happened in one call; log and metrics are made from it. */
export interface CallRecord extends AuditIntent, AuditOutcome {
  readonly error: AppError | undefined;
}

/** What happened in the warm pool. */
export interface PoolRecord {
  readonly event: 'hit' | 'miss' | 'filled' | 'failed' | 'removed';
  readonly error?: AppError;
}

/** One request to the engine; `code` is why it failed. */
export interface EngineRecord {
  readonly code: ErrorCode | undefined;
  readonly durationMs: number;
}

export interface CallObserver {
  called(record: CallRecord): void;
  pooled(record: PoolRecord): void;
  /** A command has ended, whoever started it. */
  ended(end: ExecEnd): void;
}

export interface EngineObserver {
  asked(record: EngineRecord): void;
}
