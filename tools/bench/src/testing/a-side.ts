import type { SideResult } from '../harness/result.ts';
import { summarize } from '../stats/summary.ts';

/** What a side shows that measured these in one round; it failed at nothing. */
export const aSide = (
  name: string,
  samples: readonly number[],
  ratio?: SideResult['ratio'],
): SideResult => ({
  name,
  rounds: [samples],
  summary: samples.length > 0 ? summarize(samples) : undefined,
  ratio,
  usage: undefined,
  notes: [],
  failure: undefined,
});
