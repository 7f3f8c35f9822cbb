import type { Workspace } from '@devbench/core';

import type { Database } from '../database.ts';

const WRITE_AFTER_MS = 1_000;

/** The last uses that are not written yet; many become one write a second. */
export interface Touches {
  touch(id: string, at: Date): void;
  /** The workspace as it will be once the last use is written. */
  apply(workspace: Workspace): Workspace;
  forget(id: string): void;
  flush(): Promise<void>;
}

export function createTouches(database: Database): Touches {
  let waiting = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    const writing = waiting;
    waiting = new Map();
    try {
      for (const [id, at] of writing) {
        await database.run((prepare) =>
          prepare('UPDATE containers SET last_used_at = max(last_used_at, ?) WHERE id = ?').run(
            at,
            id,
          ),
        );
        writing.delete(id);
      }
    } catch (error) {
      for (const [id, at] of writing) waiting.set(id, Math.max(at, waiting.get(id) ?? 0));
      throw error;
    }
  };
  // What cannot be written now is tried again with the next use.
  const flushLate = () => void flush().catch(() => undefined);

  return {
    flush,
    touch(id, at) {
      waiting.set(id, Math.max(at.getTime(), waiting.get(id) ?? 0));
      timer ??= setTimeout(flushLate, WRITE_AFTER_MS).unref();
    },
    apply(workspace) {
      const at = waiting.get(workspace.id);
      if (at === undefined || at <= workspace.lastUsedAt.getTime()) return workspace;
      return { ...workspace, lastUsedAt: new Date(at) };
    },
    forget: (id) => void waiting.delete(id),
  };
}
