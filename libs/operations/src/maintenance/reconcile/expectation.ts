import type { Workspace } from '@devbench/core';

import { SPAWN_DEADLINE_MS } from '../../workspace/spawn-deadline.ts';
import type { Repair, Survey } from './difference.ts';

export type Seen = 'running' | 'stopped' | 'missing';
type Needed = Pick<Repair, 'kind' | 'reason'> | undefined;

/** `start` and `stop` change engine and row one after the other; meanwhile they differ. */
const BUSY_MS = 60_000;
/** A spawn and its undoing are over by then, also on a server that lives. */
const SPAWN_OVER_MS = SPAWN_DEADLINE_MS + 60_000;

/** What a row needs that is seen like this. What waits in the warm pool is the pool's. */
export function expectation(
  row: Workspace,
  seen: Seen,
  { alive, now }: Pick<Survey, 'alive' | 'now'>,
): Needed {
  switch (row.status) {
    case 'creating': {
      const maker = row.server !== undefined && alive.has(row.server);
      if (maker && now.getTime() - row.createdAt.getTime() < SPAWN_OVER_MS) return undefined;
      return { kind: 'remove', reason: 'its server is gone before it was made' };
    }
    case 'removing':
      return { kind: 'remove', reason: 'its removal is not finished' };
    case 'running':
      if (seen === 'stopped') return { kind: 'mark_stopped', reason: 'its container has stopped' };
      return seen === 'missing' ? missing : undefined;
    case 'stopped':
      // It was taken down for a restore, which whoever began it, or the next server, settles.
      if (row.engineId === '') return undefined;
      if (seen === 'missing') return missing;
      if (seen === 'stopped' || now.getTime() - row.lastUsedAt.getTime() < BUSY_MS)
        return undefined;
      return { kind: 'mark_running', reason: 'its container runs' };
    case 'failed':
      return back[seen];
    case 'warm':
      return undefined;
  }
}

const missing: Needed = { kind: 'mark_failed', reason: 'the engine has no such container' };

const back: Record<Seen, Needed> = {
  running: { kind: 'mark_running', reason: 'the engine has it again' },
  stopped: { kind: 'mark_stopped', reason: 'the engine has it again' },
  missing: undefined,
};
