import type { AuditEntry, AuditFilter, AuditLog } from '@devbench/core';

import type { RecordingAudit } from '../recorders.ts';

/** Says what it is given, else what was recorded, and remembers what it was asked. */
export class MemoryAuditLog implements AuditLog {
  entries: readonly AuditEntry[] | undefined;
  readonly asked: AuditFilter[] = [];
  readonly pruned: Date[] = [];
  readonly #recorded: RecordingAudit;

  constructor(recorded: RecordingAudit) {
    this.#recorded = recorded;
  }

  async query(filter: AuditFilter): Promise<readonly AuditEntry[]> {
    this.asked.push(filter);
    return (this.entries ?? this.#newestFirst(filter)).slice(0, filter.limit);
  }

  async prune(olderThan: Date): Promise<number> {
    this.pruned.push(olderThan);
    return 0;
  }

  /** By actor only. */
  #newestFirst({ actor }: AuditFilter): readonly AuditEntry[] {
    const { begun, ended } = this.#recorded;
    return begun
      .map((intent, index) => ({
        ...intent,
        id: index + 1,
        outcome: ended.find(({ callId }) => callId === intent.callId),
      }))
      .filter((entry) => actor === undefined || entry.actor === actor)
      .reverse();
  }
}
