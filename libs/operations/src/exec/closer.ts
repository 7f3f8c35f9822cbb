import type { Clock, Exec, ExecEnd, ExecId, ExecRepository } from '@devbench/core';

import type { Job } from './job.ts';

type Ended = Pick<Job, 'exec' | 'log' | 'running'> & { readonly end: ExecEnd };

/** Writes down how commands have ended. */
export interface Closer {
  /** Resolves when it is written, or cannot be. */
  now(ended: Ended): Promise<void>;
  /** Together with others, soon: only for what the guest can tell again. Resolves when there is room for more. */
  soon(ended: Ended): Promise<void>;
  /** Resolves when nothing waits any more. */
  flush(): Promise<void>;
  /** The row as it will be. */
  current(exec: Exec): Exec;
}

/** Others see it late by this, and so much is asked again after a crash. */
const LATE_MS = 50;
const MOST = 128;
const MOST_BYTES = 8 * 1024 * 1024;
/** When nobody has counted. */
const UNKNOWN_BYTES = 512 * 1024;

/** The order survives a crash anywhere: first the output, then the row, and only then the guest forgets. */
export function createCloser(
  { execs, clock }: { execs: ExecRepository; clock: Clock },
  onClosed: (id: ExecId) => void,
): Closer {
  const pending = new Map<ExecId, Ended>();
  let waiting: Ended[] = [];
  let bytes = 0;
  let last: Promise<void> = Promise.resolve();
  let enough: AbortController | undefined;

  const write = async (batch: readonly Ended[]) => {
    const closed = new Map<ExecId, ExecEnd>();
    const close = async ({ exec, log, end }: Ended) => {
      await log.close(end);
      closed.set(exec.id, end);
    };
    await Promise.allSettled(batch.map(close));
    try {
      await execs.ended(closed);
      for (const { exec, running } of batch) if (closed.has(exec.id)) running?.forget();
    } catch {
      // The guest still knows how they ended; whoever follows next writes it down.
    }
    for (const { exec } of batch) {
      pending.delete(exec.id);
      onClosed(exec.id);
    }
  };
  const writeWaiting = (): Promise<void> => {
    enough?.abort(null);
    enough = undefined;
    const batch = waiting;
    waiting = [];
    bytes = 0;
    last = last.then(() => (batch.length > 0 ? write(batch) : undefined));
    return last;
  };
  const writeLater = (control: AbortController) => {
    enough = control;
    void clock.sleep(LATE_MS, control.signal).then(() => {
      if (enough === control) void writeWaiting();
    });
  };

  return {
    flush: writeWaiting,
    current(exec) {
      const end = pending.get(exec.id)?.end;
      return end && !exec.end ? { ...exec, end, status: end.reason } : exec;
    },
    now(ended) {
      pending.set(ended.exec.id, ended);
      return write([ended]);
    },
    async soon(ended) {
      pending.set(ended.exec.id, ended);
      waiting.push(ended);
      const { usage } = ended.end;
      bytes += usage
        ? Math.min(UNKNOWN_BYTES, usage.stdoutBytes + usage.stderrBytes)
        : UNKNOWN_BYTES;
      if (waiting.length >= MOST || bytes >= MOST_BYTES) await writeWaiting();
      else if (!enough) writeLater(new AbortController());
    },
  };
}
