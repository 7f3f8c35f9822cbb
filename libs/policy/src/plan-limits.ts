import { AppError, type Limits, type SpawnRequest } from '@devbench/core';

import type { PolicyConfig } from './config.ts';

/** What is asked for, or the default, but never above the ceiling. @throws AppError `policy_denied` */
export function planLimits(request: SpawnRequest, config: PolicyConfig): Limits {
  return {
    memoryMb: within('memory_mb', request.memoryMb, config.memoryMb, config.maxMemoryMb),
    cpus: within('cpus', request.cpus, config.cpus, config.maxCpus),
    pids: within('pids', request.pids, config.pids, config.maxPids),
  };
}

/** The default gives way to a lower ceiling; what a caller asks for is refused instead. */
export function within(
  name: string,
  wanted: number | undefined,
  standard: number,
  ceiling: number,
): number {
  if (wanted === undefined) return Math.min(standard, ceiling);
  if (wanted <= ceiling) return wanted;
  throw new AppError('policy_denied', `${name} is at most ${ceiling} here, not ${wanted}.`, {
    hint: `Ask for ${ceiling} or less.`,
  });
}
