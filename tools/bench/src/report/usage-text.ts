import type { Usage } from '../proc/meter.ts';
import { formatValue } from './format.ts';

/** What our side costs, in one line; empty when nothing of it can be seen. */
export function usageText(usage: Usage | undefined): string {
  if (!usage) return '';
  const { cpuMsPerCall, serverMiB, guestMiB, shimMiB } = usage;
  const parts = [
    ['server CPU', cpuMsPerCall, 'ms per call'],
    ['server', serverMiB, 'MiB'],
    ['guest agent', guestMiB, 'MiB'],
    ['shim', shimMiB, 'MiB'],
  ] as const;
  return parts
    .flatMap(([what, value, unit]) =>
      value === undefined ? [] : [`${what} ${formatValue(value)} ${unit}`],
    )
    .join(', ');
}
