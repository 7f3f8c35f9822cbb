import type { ExecId } from '@devbench/core';

import type { Log } from './log.ts';

const ENDED_LOGS = 64;

/**
 * The logs in memory. One that has output of its own stays until it has ended; of the ended ones the
 * latest stay; the others as long as somebody holds them, so that there never are two of one command.
 */
export interface Residents {
  get(id: ExecId): Log | undefined;
  add(id: ExecId, log: Log): void;
  /** Decides anew whether it stays. */
  changed(id: ExecId, log: Log): void;
  delete(id: ExecId): void;
  /** Those with output of their own, not ended. */
  active(): ReadonlyMap<ExecId, Log>;
}

export function createResidents(): Residents {
  /** A log lives as long as its output, whose functions need it. */
  const known = new Map<ExecId, WeakRef<Log>>();
  const active = new Map<ExecId, Log>();
  const ended = new Map<ExecId, Log>();
  const vanished = new FinalizationRegistry<ExecId>((id) => {
    if (known.get(id)?.deref() === undefined) known.delete(id);
  });

  const changed = (id: ExecId, log: Log) => {
    if (!log.hasEnded() || log.isUnwritten()) {
      if (log.output.lastSeq > 0) active.set(id, log);
      return;
    }
    active.delete(id);
    ended.delete(id);
    ended.set(id, log);
    if (ended.size <= ENDED_LOGS) return;
    for (const oldest of ended.keys()) {
      ended.delete(oldest);
      break;
    }
  };
  return {
    changed,
    active: () => active,
    get: (id) => known.get(id)?.deref(),
    add(id, log) {
      known.set(id, new WeakRef(log));
      vanished.register(log, id);
      changed(id, log);
    },
    delete(id) {
      known.delete(id);
      active.delete(id);
      ended.delete(id);
    },
  };
}
