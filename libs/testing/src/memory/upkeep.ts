import type { Expired, StateUpkeep } from '@devbench/core';

/** What has expired is what a test says; turns and orphans are kept. */
export class MemoryUpkeep implements StateUpkeep {
  garbage: Expired = { keys: 0, attachments: 0, execs: [] };
  readonly #turns = new Map<string, number>();
  readonly #orphans = new Map<string, Date>();

  async check(): Promise<readonly string[]> {
    return [];
  }

  async backup(): Promise<void> {
    return undefined;
  }

  async compact(): Promise<void> {
    return undefined;
  }

  async takeTurn(work: string, now: Date, everyMs: number): Promise<boolean> {
    if ((this.#turns.get(work) ?? 0) > now.getTime()) return false;
    this.#turns.set(work, now.getTime() + everyMs);
    return true;
  }

  async expired(): Promise<Expired> {
    return this.garbage;
  }

  async removeExpired(): Promise<void> {
    this.garbage = { ...this.garbage, keys: 0, attachments: 0 };
  }

  async orphansSince(names: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    return new Map([...this.#orphans].filter(([name]) => names.includes(name)));
  }

  async rememberOrphans(names: readonly string[], now: Date): Promise<void> {
    for (const name of this.#orphans.keys()) if (!names.includes(name)) this.#orphans.delete(name);
    for (const name of names) if (!this.#orphans.has(name)) this.#orphans.set(name, now);
  }
}
