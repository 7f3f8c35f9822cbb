import type { FileEngine } from '@devbench/core';
import type { Ask } from '../guest-files.ts';
import { type Findings, lookThrough } from './look-through.ts';
import { createPassedOver } from './passed-over.ts';
import { createSlots } from './slots.ts';
import type { SpareWorker } from './spare-worker.ts';

/** Threads at a time; each may need a few hundred MiB for a hostile pattern. */
const AT_ONCE = 2;

/** @param longestMs after which a search ends with what it has */
export function createSearch(
  ask: Ask,
  workers: SpareWorker,
  longestMs = 20_000,
): FileEngine['search'] {
  const inTurn = createSlots(AT_ONCE);
  return (workspace, path, query, signal) =>
    inTurn(signal, async () => {
      const { pattern, literal, ignoreCase, context, maxResults } = query;
      const worker = await workers.begin({ pattern, literal, ignoreCase, context, maxResults });
      const passedOver = createPassedOver();
      const found: Findings = { byFile: new Map(), matches: 0, files: 0 };
      const halt = Promise.withResolvers<undefined>();
      const state = { late: false, stopped: false, quiet: false };
      const timer = setTimeout(() => {
        state.late = true;
        halt.resolve(undefined);
      }, longestMs);
      const cancel = () => halt.reject(signal.reason as Error);
      signal.addEventListener('abort', cancel, { once: true });
      try {
        signal.throwIfAborted();
        const looking = { ask, workspace, worker, query, passedOver };
        const done = lookThrough(looking, path, found, () => state.stopped).then(() => {
          state.quiet = true;
        });
        // What is still on its way after the race fails with its thread.
        done.catch(() => undefined);
        await Promise.race([done, halt.promise]);
      } finally {
        state.stopped = true;
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
        halt.promise.catch(() => undefined);
        await (state.quiet ? workers.giveBack(worker) : worker.stop());
      }
      const matches = [...found.byFile]
        .sort(([a], [b]) => a - b)
        .flatMap(([, ofFile]) => ofFile)
        .slice(0, maxResults);
      const stoppedEarly = state.late ? [`stopped after ${longestMs / 1000} s`] : [];
      return {
        matches,
        truncated: state.late || found.matches >= maxResults,
        filesSearched: found.files,
        notes: [...stoppedEarly, ...passedOver.notes()],
      };
    });
}
