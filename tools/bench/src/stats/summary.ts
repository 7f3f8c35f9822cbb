import { quantile } from './quantile.ts';

export interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export function summarize(samples: readonly number[]): Summary {
  const at = (q: number) => quantile(samples, q);
  return {
    count: samples.length,
    mean: samples.reduce((sum, sample) => sum + sample, 0) / samples.length,
    min: at(0),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
  };
}
