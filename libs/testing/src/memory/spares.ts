import { AppError, type SpareVolume, type SpareVolumes, type WorkspaceId } from '@devbench/core';

import type { MemoryWorkspaces } from './workspaces.ts';

export class MemorySpares implements SpareVolumes {
  readonly #rows = new Map<WorkspaceId, SpareVolume>();
  readonly #workspaces: MemoryWorkspaces;

  constructor(workspaces: MemoryWorkspaces) {
    this.#workspaces = workspaces;
  }

  async add(spare: SpareVolume): Promise<void> {
    if (this.#rows.has(spare.workspaceId)) {
      throw new AppError('restore_running', `${spare.workspaceId} is being restored.`);
    }
    this.#rows.set(spare.workspaceId, spare);
  }

  async swap(id: WorkspaceId): Promise<void> {
    const spare = this.#rows.get(id);
    const own = spare && this.#workspaces.exchangeVolume(id, spare.volume);
    if (spare === undefined || own === undefined) {
      throw new AppError('container_not_found', `There is no container ${id}.`);
    }
    this.#rows.set(id, { ...spare, volume: own });
  }

  async pass(id: WorkspaceId, from: string, to: string): Promise<boolean> {
    const spare = this.#rows.get(id);
    if (spare?.server !== from) return false;
    this.#rows.set(id, { ...spare, server: to });
    return true;
  }

  async remove(id: WorkspaceId): Promise<void> {
    this.#rows.delete(id);
  }

  async list(): Promise<readonly SpareVolume[]> {
    return [...this.#rows.values()];
  }
}
