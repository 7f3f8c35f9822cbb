import { median, quantile } from './quantile.ts';

/** The samples of each round. */
export type Rounds = readonly (readonly number[])[];

/** How many times as much the reference takes as ours. */
export interface Ratio {
  /** Of the medians of all samples. */
  readonly value: number;
  /** Quartiles of the ratios of single rounds: what drifts with the machine cancels out within a round. */
  readonly low: number;
  readonly high: number;
}

export function ratioOf(ours: Rounds, reference: Rounds): Ratio {
  const rounds = Math.min(ours.length, reference.length);
  const ratios = Array.from(
    { length: rounds },
    (_, round) => median(reference[round] ?? []) / median(ours[round] ?? []),
  ).filter(Number.isFinite);
  return {
    value: median(reference.flat()) / median(ours.flat()),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
  };
}
