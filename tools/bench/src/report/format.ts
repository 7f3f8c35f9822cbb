import type { Unit } from '../harness/case.ts';
import type { Ratio } from '../stats/ratio.ts';

/** Three digits that mean something. */
export function formatValue(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  return value.toFixed(2);
}

export const withUnit = (value: number | undefined, unit: Unit) =>
  value === undefined ? '–' : `${formatValue(value)} ${unit}`;

export function formatRatio(ratio: Ratio | undefined): string {
  if (!ratio) return '–';
  const { value, low, high } = ratio;
  return `${formatValue(value)}× (${formatValue(low)}–${formatValue(high)})`;
}

export const OUTCOME = { missed: 'MISSED', held: 'held', reached: 'reached' } as const;
