import type { Workspace, WorkspaceEngine } from '@devbench/core';

import { createTurns } from '../exec/turns.ts';
import { replacing } from '../replacing.ts';

interface Entry {
  readonly principal: string;
  readonly client: string;
  readonly turn: PromiseWithResolvers<undefined>;
}

/**
 * An engine that makes so many containers at once, and of the others whose owner's turn it is: more at once are not made
 * faster, only all of them so slowly that each seems dead.
 */
export function inTurns(engine: WorkspaceEngine, atOnce: number): WorkspaceEngine {
  const waiting = createTurns<Entry>();
  let running = 0;

  const take = async ({ owner: principal }: Workspace, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (running < atOnce) {
      running += 1;
      return;
    }
    const entry = { principal, client: '', turn: Promise.withResolvers<undefined>() };
    const giveUp = () => {
      waiting.remove(entry);
      entry.turn.reject(signal.reason as Error);
    };
    waiting.add(entry);
    signal.addEventListener('abort', giveUp);
    await entry.turn.promise.finally(() => signal.removeEventListener('abort', giveUp));
  };
  /** Whoever is next has the place at once. */
  const leave = () => {
    const next = waiting.next(() => true);
    if (next) next.turn.resolve(undefined);
    else running -= 1;
  };

  const create: WorkspaceEngine['create'] = async (workspace, signal, options) => {
    await take(workspace, signal);
    try {
      return await engine.create(workspace, signal, options);
    } finally {
      leave();
    }
  };

  return replacing(engine, 'create', create);
}
