import type { AuditOutcome } from '@devbench/core';

import type { Database } from '../database.ts';

const WRITE_AFTER_MS = 50;
/** More than this only waits while the state cannot be written; then the oldest stay open. */
const MOST = 10_000;

const FINISH = `UPDATE audit SET outcome = @outcome, code = @code, duration_ms = @durationMs, subject = coalesce(subject, @subject)
  WHERE id = @id`;

type Ending = AuditOutcome & { readonly subject: string | undefined };

/** Outcomes that are not written yet; many become one transaction. A crash leaves theirs open. */
export interface Outcomes {
  add(id: number | bigint, ending: Ending): void;
  flush(): Promise<void>;
}

export function createOutcomes(database: Database): Outcomes {
  let waiting: (Ending & { id: number | bigint })[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    const writing = waiting;
    waiting = [];
    if (writing.length === 0) return;
    try {
      await database.transaction((prepare) => {
        const finish = prepare(FINISH);
        for (const { code = null, subject = null, ...rest } of writing)
          finish.run({ ...rest, code, subject });
      });
    } catch (error) {
      waiting = [...writing, ...waiting].slice(-MOST);
      throw error;
    }
  };
  // What cannot be written now is tried again with the next outcome.
  const flushLate = () => void flush().catch(() => undefined);

  return {
    flush,
    add(id, ending) {
      waiting.push({ id, ...ending });
      timer ??= setTimeout(flushLate, WRITE_AFTER_MS).unref();
    },
  };
}
