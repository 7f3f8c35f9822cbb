import { atLeast } from '../check/limit.ts';
import type { BenchCase, Side } from '../harness/case.ts';
import type { Stage } from '../harness/stage.ts';
import { naiveOverStdio } from '../naive/over-stdio.ts';
import { overStdio } from '../ours/over-stdio.ts';

export const starting = (
  name: string,
  start: (stage: Stage) => Promise<AsyncDisposable> = overStdio,
): Side => ({
  name,
  perRound: 1,
  open: async (stage) => ({
    async sample() {
      const begin = performance.now();
      const server = await start(stage);
      const took = performance.now() - begin;
      await server[Symbol.asyncDispose]();
      return took;
    },
  }),
});

/** With the compiled code of an earlier start, as every start but the first has. */
export const START_REASON =
  'Ours has three times the modules to load, opens its state and looks for what an earlier server left; of the naive server there are three tools and nothing around them.';

export const startUp: BenchCase = {
  name: 'start-up',
  title: 'start of the stdio server until its tools are listed',
  unit: 'ms',
  rounds: { full: 12, quick: 3 },
  ours: starting('ours'),
  references: [starting('naive server', naiveOverStdio)],
  limits: [atLeast('naive server', 0.5)],
  reason: START_REASON,
};
