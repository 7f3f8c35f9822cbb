import {
  AppError,
  assertWithin,
  type Quota,
  isLike,
  NOBODY,
  type Workspace,
  type WorkspaceChange,
  type WorkspaceFilter,
  type WorkspaceId,
  type WorkspaceRepository,
} from '@devbench/core';

const isInPool = ({ owner, status }: Workspace) =>
  owner === NOBODY && (status === 'creating' || status === 'warm');

const isClaimable = (one: Workspace, planned: Workspace) =>
  one.status === 'warm' && one.persistent === planned.persistent && isLike(one, planned);

const holdsAlias = ({ status }: Workspace) => status !== 'failed' && status !== 'removing';

export class MemoryWorkspaces implements WorkspaceRepository {
  readonly #rows = new Map<WorkspaceId, Workspace>();

  async reserve(workspace: Workspace, quota?: Quota): Promise<void> {
    this.#assertFree(workspace);
    this.#assertRoom(workspace, quota);
    this.#rows.set(workspace.id, workspace);
  }

  #assertRoom({ owner, limits }: Workspace, quota: Quota | undefined): void {
    const own = this.#all().filter((row) => row.owner === owner);
    const memoryMb = own.reduce((sum, row) => sum + row.limits.memoryMb, 0);
    if (quota) assertWithin(quota, { containers: own.length, memoryMb }, limits.memoryMb);
  }

  async find(owner: string, idOrAlias: string): Promise<Workspace | undefined> {
    const own = this.#all().filter((row) => row.owner === owner);
    const named = own.filter(({ alias }) => alias === idOrAlias);
    return own.find(({ id }) => id === idOrAlias) ?? named.find(holdsAlias) ?? named[0];
  }

  async get(id: WorkspaceId): Promise<Workspace | undefined> {
    return this.#rows.get(id);
  }

  async update(id: WorkspaceId, change: WorkspaceChange): Promise<void> {
    const row = this.#rows.get(id);
    if (!row) return;
    const changed = { ...row, ...change };
    this.#assertFree(changed);
    this.#rows.set(id, changed);
  }

  /** Answers the volume that it had. */
  exchangeVolume(id: WorkspaceId, volume: string): string | undefined {
    const row = this.#rows.get(id);
    if (row) this.#rows.set(id, { ...row, volume });
    return row?.volume;
  }

  touch(id: WorkspaceId, at: Date): void {
    const row = this.#rows.get(id);
    if (row && row.lastUsedAt < at) this.#rows.set(id, { ...row, lastUsedAt: at });
  }

  async remove(id: WorkspaceId): Promise<void> {
    this.#rows.delete(id);
  }

  async reserveWarm(workspace: Workspace, size: number): Promise<boolean> {
    const like = this.#all().filter((row) => isInPool(row) && isLike(row, workspace));
    if (like.length >= size) return false;
    this.#rows.set(workspace.id, workspace);
    return true;
  }

  async claimWarm(planned: Workspace, quota?: Quota): Promise<Workspace | undefined> {
    this.#assertRoom(planned, quota);
    const row = this.#all().find((one) => isClaimable(one, planned));
    if (!row) return undefined;
    const { owner, alias, sessionId, env, createdAt, lastUsedAt, expiresAt } = planned;
    const times = { createdAt, lastUsedAt, expiresAt };
    const claimed = { ...row, status: 'running' as const, owner, alias, sessionId, env, ...times };
    this.#assertFree(claimed);
    this.#rows.set(row.id, claimed);
    return claimed;
  }

  async retireWarm(id: WorkspaceId): Promise<boolean> {
    const row = this.#rows.get(id);
    if (row?.status !== 'warm') return false;
    this.#rows.set(id, { ...row, status: 'removing' });
    return true;
  }

  async nextExpiry(): Promise<Date | undefined> {
    return this.#all()
      .filter(({ status }) => ['running', 'stopped', 'failed'].includes(status))
      .flatMap(({ expiresAt }) => expiresAt ?? [])
      .sort((a, b) => a.getTime() - b.getTime())[0];
  }

  async list({ owner, sessionId, status, expiredAt, after, limit }: WorkspaceFilter) {
    return this.#all()
      .filter((row) => owner === undefined || row.owner === owner)
      .filter((row) => sessionId === undefined || row.sessionId === sessionId)
      .filter((row) => status === undefined || status.includes(row.status))
      .filter(({ expiresAt }) => !expiredAt || (expiresAt && expiresAt <= expiredAt))
      .filter(({ id }) => after === undefined || id > after)
      .slice(0, limit);
  }

  #all(): Workspace[] {
    return [...this.#rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #assertFree({ id, owner, alias, ...rest }: Workspace): void {
    if (alias === undefined || !holdsAlias({ id, owner, alias, ...rest })) return;
    const taken = this.#all().some(
      (row) => row.id !== id && row.owner === owner && row.alias === alias && holdsAlias(row),
    );
    if (taken) throw new AppError('alias_taken', `The alias ${alias} is in use.`);
  }
}
