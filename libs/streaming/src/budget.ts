import type { ExecId, OutputShelf } from '@devbench/core';

import { type Stored, takeInventory } from './inventory.ts';
import type { Log } from './log.ts';

interface BudgetOptions {
  readonly directory: string;
  readonly totalBytes: number;
  /** Logs that are being written here. */
  readonly active: () => Iterable<Log>;
  readonly remove: (id: ExecId) => Promise<void>;
  readonly shelf: OutputShelf;
  /** Told what has gone from the shelf. */
  readonly expire: (id: ExecId) => Promise<void>;
}

/** Keeps the directory below its limit: ended commands go first, the oldest before the others. */
export interface Budget {
  /** Resolves when there is room, or nothing more that can go. */
  reserve(bytes: number): Promise<void>;
  freed(bytes: number): void;
  /** What is really there, other servers' output included. */
  measured(inventory: readonly Stored[]): Promise<void>;
  /** Removes from the shelf what ended until then, at most until there is room when `all` is false. */
  prune(endedUntil: Date, all: boolean): Promise<void>;
}

/** Freeing somewhat more than needed keeps the next writes from having to look again. */
const TARGET = 0.9;
const ANY_TIME = new Date(8.64e15);

export function createBudget(options: BudgetOptions): Budget {
  const { directory, totalBytes, active, remove, shelf, expire } = options;
  let used = 0;
  let reclaiming: Promise<void> | undefined;

  const enough = () => used <= totalBytes * TARGET;
  const measured = async (inventory: readonly Stored[]) => {
    const shelved = await shelf.usage();
    used = inventory.reduce((sum, { bytes }) => sum + bytes, shelved.bytes);
  };
  const prune = async (endedUntil: Date, all: boolean) => {
    while (all || !enough()) {
      const gone = await shelf.prune(endedUntil);
      if (gone.length === 0) return;
      used -= gone.reduce((sum, { bytes }) => sum + bytes, 0);
      for (const { id } of gone) await expire(id);
    }
  };
  const reclaim = async () => {
    const inventory = await takeInventory(directory);
    await measured(inventory);
    const ended = inventory
      .filter(({ endedAt }) => endedAt !== undefined)
      .toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
    for (const { id, bytes, endedAt } of ended) {
      await prune(new Date(endedAt ?? 0), false);
      if (enough()) return;
      await remove(id);
      used -= bytes;
    }
    await prune(ANY_TIME, false);
    while (!enough()) {
      const oldest = oldestOf(active());
      if (!oldest) return;
      used -= await oldest.disk.dropOldest();
    }
  };

  return {
    measured,
    prune,
    freed: (bytes) => void (used -= bytes),
    async reserve(bytes) {
      if (used + bytes > totalBytes) {
        reclaiming ??= reclaim().finally(() => (reclaiming = undefined));
        await reclaiming;
      }
      used += bytes;
    },
  };
}

function oldestOf(logs: Iterable<Log>): Log | undefined {
  let found: Log | undefined;
  for (const log of logs) {
    const at = log.disk.oldestAt() ?? Infinity;
    if (at < (found?.disk.oldestAt() ?? Infinity)) found = log;
  }
  return found;
}
