import type { ExecId, OutputShelf, ShelvedOutput } from '@devbench/core';

/** Shared by several servers it is the state that they share. */
export class MemoryShelf implements OutputShelf {
  readonly outputs = new Map<ExecId, ShelvedOutput>();

  async put(outputs: readonly ShelvedOutput[]): Promise<void> {
    for (const output of outputs) {
      if (!this.outputs.has(output.id)) this.outputs.set(output.id, output);
    }
  }

  async get(id: ExecId): Promise<Uint8Array | undefined> {
    return this.outputs.get(id)?.data;
  }

  async remove(id: ExecId): Promise<void> {
    this.outputs.delete(id);
  }

  async usage() {
    const all = this.#oldestFirst();
    const bytes = all.reduce((sum, { data }) => sum + data.length, 0);
    return { bytes, oldestEndedAt: all[0]?.endedAt };
  }

  async prune(endedUntil: Date) {
    const [oldest] = this.#oldestFirst();
    if (!oldest || oldest.endedAt > endedUntil) return [];
    this.outputs.delete(oldest.id);
    return [{ id: oldest.id, bytes: oldest.data.length }];
  }

  #oldestFirst(): ShelvedOutput[] {
    return [...this.outputs.values()].sort((a, b) => a.endedAt.getTime() - b.endedAt.getTime());
  }
}
