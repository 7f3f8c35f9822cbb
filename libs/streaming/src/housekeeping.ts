import type { Clock, ExecId, Part } from '@devbench/core';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';

import type { Budget } from './budget.ts';
import { type Stored, takeInventory } from './inventory.ts';
import type { Log } from './log.ts';

interface HousekeepingOptions {
  readonly directory: string;
  readonly retentionMs: number;
  readonly clock: Omit<Clock, 'after'>;
  readonly budget: Budget;
  readonly active: () => ReadonlyMap<ExecId, Log>;
  readonly remove: (id: ExecId) => Promise<void>;
}

/** So that the agent need not keep for long what a quiet command has said. */
const FLUSH_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 60_000;
/** Every server says more often than this which logs it uses. */
const UNCLAIMED_AFTER_MS = 10 * SWEEP_EVERY_MS;

/** Writes what lingers in memory, and removes what is too old. */
export function createHousekeeping(options: HousekeepingOptions): Required<Part> {
  const { directory, retentionMs, clock, budget, active, remove } = options;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  /** Ended commands by when they ended; others when no server has claimed them for as long. */
  const isOld = ({ id, endedAt, usedAt }: Stored) => {
    if (active().has(id)) return false;
    const now = clock.now().getTime();
    return endedAt === undefined
      ? usedAt + Math.max(retentionMs, UNCLAIMED_AFTER_MS) <= now
      : endedAt + retentionMs <= now;
  };

  const sweep = async () => {
    for (const id of active().keys()) {
      await utimes(join(directory, id), clock.now(), clock.now()).catch(() => undefined);
    }
    const inventory = await takeInventory(directory);
    for (const { id } of inventory.filter(isOld)) await remove(id);
    await budget.prune(new Date(clock.now().getTime() - retentionMs), true);
    await budget.measured(inventory.filter((stored) => !isOld(stored)));
  };
  const flush = () => Promise.all([...active().values()].map((log) => log.flush()));

  const run = async () => {
    let sweptAt = clock.monotonicMs();
    while (!stopping.signal.aborted) {
      await clock.sleep(FLUSH_EVERY_MS, stopping.signal);
      // A disk that fails is reported to those who append; here it is tried again.
      await flush().catch(() => undefined);
      if (clock.monotonicMs() - sweptAt < SWEEP_EVERY_MS) continue;
      sweptAt = clock.monotonicMs();
      await sweep().catch(() => undefined);
    }
  };

  return {
    async start() {
      await sweep();
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
