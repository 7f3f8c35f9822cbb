import { type PatternWorker, startPatternWorker } from './pattern-worker.ts';
import type { PatternSettings } from './worker/messages.ts';

/** To start a thread takes far longer than most searches; what one keeps in memory is needed no longer than this. */
const KEPT_MS = 60_000;

/** Keeps one thread for the next search. */
export function createSpareWorker() {
  let spare: { worker: PatternWorker; timer: NodeJS.Timeout } | undefined;

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
      if (spare !== undefined) return worker.stop();
      worker.rest();
      const timer = setTimeout(() => void take()?.stop(), KEPT_MS);
      timer.unref();
      spare = { worker, timer };
    },
  };
}
