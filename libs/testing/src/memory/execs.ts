import type { Exec, ExecEnd, ExecFilter, ExecId, ExecRepository } from '@devbench/core';

export class MemoryExecs implements ExecRepository {
  readonly #rows = new Map<string, Exec>();

  async reserve(exec: Exec): Promise<void> {
    this.#rows.set(exec.id, exec);
  }

  async find(owner: string, id: string): Promise<Exec | undefined> {
    const row = this.#rows.get(id);
    return row?.owner === owner ? row : undefined;
  }

  async started(id: ExecId, server: string, at: Date): Promise<void> {
    const row = this.#rows.get(id);
    if (!row || row.end) return;
    const startedAt = row.startedAt ?? at;
    this.#rows.set(id, { ...row, server, startedAt, status: 'running' });
  }

  async ended(ends: ReadonlyMap<ExecId, ExecEnd>): Promise<void> {
    for (const [id, end] of ends) {
      const row = this.#rows.get(id);
      if (row && !row.end) this.#rows.set(id, { ...row, end, status: end.reason });
    }
  }

  async list({
    owner,
    workspaceId,
    ended,
    shell,
    after,
    newestFirst = false,
    limit,
  }: ExecFilter): Promise<readonly Exec[]> {
    return [...this.#rows.values()]
      .sort((a, b) => (a.id < b.id === newestFirst ? 1 : -1))
      .filter((row) => owner === undefined || row.owner === owner)
      .filter((row) => workspaceId === undefined || row.workspaceId === workspaceId)
      .filter((row) => ended === undefined || (row.end !== undefined) === ended)
      .filter((row) => shell === undefined || row.shell?.name === shell)
      .filter(({ id }) => after === undefined || id > after)
      .slice(0, limit);
  }

  async remove(id: ExecId): Promise<void> {
    this.#rows.delete(id);
  }
}
