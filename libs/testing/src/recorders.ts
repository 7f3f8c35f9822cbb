import {
  AppError,
  type AuditIntent,
  type AuditOutcome,
  type AuditTrail,
  type CallObserver,
  type CallRecord,
  type ExecEnd,
  type PoolRecord,
} from '@devbench/core';

export class RecordingAudit implements AuditTrail {
  readonly begun: AuditIntent[] = [];
  readonly ended: (AuditIntent & AuditOutcome)[] = [];
  /** Whether nothing can be written. */
  full = false;

  async begin(intent: AuditIntent): Promise<void> {
    if (this.full) throw new AppError('state_unavailable', 'The disk is full.');
    this.begun.push(intent);
  }

  async end(intent: AuditIntent, outcome: AuditOutcome): Promise<void> {
    if (this.full) throw new AppError('state_unavailable', 'The disk is full.');
    this.ended.push({ ...intent, ...outcome });
  }
}

export class RecordingObserver implements CallObserver {
  readonly records: CallRecord[] = [];
  readonly pool: PoolRecord[] = [];
  readonly ends: ExecEnd[] = [];

  called(record: CallRecord): void {
    this.records.push(record);
  }

  pooled(record: PoolRecord): void {
    this.pool.push(record);
  }

  ended(end: ExecEnd): void {
    this.ends.push(end);
  }
}
