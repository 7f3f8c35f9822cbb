import type { AuditEntry, AuditFilter, AuditStore } from '@devbench/core';

/** Says what it is given, and remembers what it was asked. */
export class MemoryAuditLog implements Pick<AuditStore, 'query' | 'prune'> {
  entries: readonly AuditEntry[] = [];
  readonly asked: AuditFilter[] = [];
  readonly pruned: Date[] = [];

  async query(filter: AuditFilter): Promise<readonly AuditEntry[]> {
    this.asked.push(filter);
    return this.entries.slice(0, filter.limit);
  }

  async prune(olderThan: Date): Promise<number> {
    this.pruned.push(olderThan);
    return 0;
  }
}
