import type { ExecUsage } from '@devbench/core';
import { z } from 'zod';

export const usageSchema = z
  .strictObject({
    wall_ms: z.number(),
    cpu_ms: z.number(),
    mem_peak_bytes: z.number(),
    stdout_bytes: z.number(),
    stderr_bytes: z.number(),
  })
  .nullable();

/** As callers see it; null while it is not known. */
export function toUsage(usage: ExecUsage | undefined): z.output<typeof usageSchema> {
  if (!usage) return null;
  return {
    wall_ms: Math.round(usage.wallMs),
    cpu_ms: Math.round(usage.cpuMs),
    mem_peak_bytes: usage.memPeakBytes,
    stdout_bytes: usage.stdoutBytes,
    stderr_bytes: usage.stderrBytes,
  };
}
