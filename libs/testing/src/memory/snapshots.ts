import {
  AppError,
  type Snapshot,
  type SnapshotChange,
  type SnapshotFilter,
  type SnapshotId,
  type SnapshotRepository,
} from '@devbench/core';

export class MemorySnapshots implements SnapshotRepository {
  readonly #rows = new Map<SnapshotId, Snapshot>();

  async reserve(snapshot: Snapshot, most: number): Promise<void> {
    const mine = [...this.#rows.values()].filter(({ owner }) => owner === snapshot.owner);
    if (mine.length >= most) throw new AppError('quota_exceeded', `You have ${most} snapshots.`);
    this.#rows.set(snapshot.id, snapshot);
  }

  async find(owner: string, id: string): Promise<Snapshot | undefined> {
    const row = this.#rows.get(id as SnapshotId);
    return row?.owner === owner ? row : undefined;
  }

  async update(id: SnapshotId, change: SnapshotChange): Promise<void> {
    const row = this.#rows.get(id);
    if (row) this.#rows.set(id, { ...row, ...change });
  }

  async remove(id: SnapshotId): Promise<void> {
    this.#rows.delete(id);
  }

  async list({ owner, workspaceId, status, after, limit }: SnapshotFilter) {
    return [...this.#rows.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .filter((row) => owner === undefined || row.owner === owner)
      .filter((row) => workspaceId === undefined || row.origin.workspaceId === workspaceId)
      .filter((row) => status === undefined || status.includes(row.status))
      .filter(({ id }) => after === undefined || id > after)
      .slice(0, limit);
  }
}
