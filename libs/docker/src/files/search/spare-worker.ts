import { type PatternWorker, startPatternWorker } from './pattern-worker.ts';
import type { PatternSettings } from './worker/messages.ts';

/** To start a thread takes far longer than most searches; what one keeps in memory is needed no longer than this. */
const KEPT_MS = 60_000;

export type SpareWorker = ReturnType<typeof createSpareWorker>;

/** Keeps one thread for the next search. */
export function createSpareWorker(keptMs = KEPT_MS) {
  let spare: { worker: PatternWorker; timer: NodeJS.Timeout } | undefined;
  let stopped = false;

  const take = (): PatternWorker | undefined => {
    const worker = spare?.worker;
    clearTimeout(spare?.timer);
    spare = undefined;
    return worker;
  };

  return {
    /** @throws AppError `invalid_argument` when the pattern is none */
    async begin(settings: PatternSettings): Promise<PatternWorker> {
      const worker = take() ?? startPatternWorker();
      try {
        await worker.begin(settings);
        return worker;
      } catch (error) {
        await worker.stop();
        throw error;
      }
    },
    /** Takes one back that has answered everything. */
    async giveBack(worker: PatternWorker): Promise<void> {
      if (stopped || spare !== undefined) return worker.stop();
      worker.rest();
      const timer = setTimeout(() => void take()?.stop(), keptMs);
      timer.unref();
      spare = { worker, timer };
    },
    /** Ends the one that is kept, and keeps no other. */
    async stop(): Promise<void> {
      stopped = true;
      await take()?.stop();
    },
  };
}
