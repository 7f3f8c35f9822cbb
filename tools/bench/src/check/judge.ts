import type { Ratio } from '../stats/ratio.ts';
import type { Limit } from './limit.ts';

export interface Verdict {
  readonly limit: string;
  readonly found: number | undefined;
  readonly outcome: 'missed' | 'held' | 'reached';
}

interface Measured {
  readonly p50: number | undefined;
  readonly ratios: ReadonlyMap<string, Ratio>;
}

/** Whether a limit holds. What was not measured does not hold. */
export function judge(limit: Limit, { p50, ratios }: Measured): Verdict {
  if (limit.kind === 'ceiling') {
    const outcome = p50 !== undefined && p50 <= limit.p50 ? 'reached' : 'missed';
    return { limit: `p50 ≤ ${limit.p50}`, found: p50, outcome };
  }
  const { against, ratio, target } = limit;
  const found = ratios.get(against)?.value;
  const wanted = target > ratio ? `, target ${target}` : '';
  return {
    limit: `≥ ${ratio} × ${against}${wanted}`,
    found,
    outcome:
      found === undefined || !(found >= ratio) ? 'missed' : found >= target ? 'reached' : 'held',
  };
}
