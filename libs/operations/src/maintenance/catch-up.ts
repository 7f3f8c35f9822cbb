import type { Background } from '../exec/background.ts';
import type { Services } from '../services.ts';
import { finishInterruptedCopies } from '../snapshot/finish-interrupted.ts';
import { perform } from './action.ts';
import { planReconcile } from './reconcile/plan.ts';
import { repair } from './reconcile/repair.ts';
import { survey } from './reconcile/survey.ts';

/** Before what failed is tried again. */
const RETRIES_MS = [500, 1_000, 2_000, 5_000] as const;
/** Between looks at what others have left; a server is known to be gone after as long. */
const LOOK_MS = 15_000;

export interface CatchUp {
  /** Makes state and engine agree; what fails is soon tried again. */
  reconcile(): Promise<void>;
  /** Looks after what other servers leave in the middle, until the signal aborts. */
  watch(): Promise<void>;
}

/** Sees to it that what was begun is finished soon, whatever fails at the first try. */
export function createCatchUp(
  services: Services,
  { background, signal }: { background: Background; signal: AbortSignal },
): CatchUp {
  const { clock } = services;
  let behind = false;
  let retrying = false;

  const everything = async () => {
    const repairs = planReconcile(await survey(services), { adopt: false });
    const done = await perform(repairs, (it) => repair(services, it), signal);
    const finished = await finishInterruptedCopies(services, signal);
    return finished && !done.some(({ outcome }) => outcome === 'failed');
  };

  const attempt = async (work: () => Promise<boolean>) => {
    behind = !(await work().catch(() => false));
    if (!behind || retrying) return;
    retrying = true;
    background.add(retry().finally(() => (retrying = false)));
  };

  const retry = async () => {
    for (const wait of RETRIES_MS) {
      await clock.sleep(wait, signal);
      if (signal.aborted || !behind) return;
      await attempt(everything);
    }
  };

  return {
    reconcile: () => attempt(everything),
    async watch() {
      for (;;) {
        await clock.sleep(LOOK_MS, signal);
        if (signal.aborted) return;
        await attempt(() => (behind ? everything() : finishInterruptedCopies(services, signal)));
      }
    },
  };
}
