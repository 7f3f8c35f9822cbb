import type { ExecId } from '@devbench/core';

import { type Stored, takeInventory } from './inventory.ts';
import type { Log } from './log.ts';

interface BudgetOptions {
  readonly directory: string;
  readonly totalBytes: number;
  /** Logs that are being written here. */
  readonly active: () => Iterable<Log>;
  readonly remove: (id: ExecId) => Promise<void>;
}

/** Keeps the directory below its limit: ended commands go first, the oldest before the others. */
export interface Budget {
  /** Resolves when there is room, or nothing more that can go. */
  reserve(bytes: number): Promise<void>;
  freed(bytes: number): void;
  /** What is really there, other servers' output included. */
  measured(inventory: readonly Stored[]): void;
}

/** Freeing somewhat more than needed keeps the next writes from having to look again. */
const TARGET = 0.9;

export function createBudget({ directory, totalBytes, active, remove }: BudgetOptions): Budget {
  let used = 0;
  let reclaiming: Promise<void> | undefined;

  const measured = (inventory: readonly Stored[]) => {
    used = inventory.reduce((sum, { bytes }) => sum + bytes, 0);
  };
  const reclaim = async () => {
    const inventory = await takeInventory(directory);
    measured(inventory);
    const enough = () => used <= totalBytes * TARGET;
    const ended = inventory
      .filter(({ endedAt }) => endedAt !== undefined)
      .toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
    for (const { id, bytes } of ended) {
      if (enough()) return;
      await remove(id);
      used -= bytes;
    }
    while (!enough()) {
      const oldest = oldestOf(active());
      if (!oldest) return;
      used -= await oldest.disk.dropOldest();
    }
  };

  return {
    measured,
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
