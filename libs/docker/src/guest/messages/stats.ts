import type { ResourceUsage } from '@devbench/core';
import type { PayloadReader } from '../wire/payload-reader.ts';

export function decodeStats(payload: PayloadReader): ResourceUsage {
  const memoryBytes = payload.maybeU64();
  const memoryPeakBytes = payload.maybeU64();
  const memoryLimitBytes = payload.maybeU64();
  const cpuUs = payload.maybeU64();
  return {
    memoryBytes,
    memoryPeakBytes,
    memoryLimitBytes,
    cpuMs: cpuUs === undefined ? undefined : Math.round(cpuUs / 1_000),
    pids: payload.maybeU32(),
    pidsLimit: payload.maybeU32(),
  };
}
