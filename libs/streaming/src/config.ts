import type { Clock, OutputShelf } from '@devbench/core';
import { z } from 'zod';

const KIB = 1024;
const MIB = 1024 * KIB;

export const outputsConfig = z.object({
  /** Where output is spooled to; it is made when it is missing. */
  directory: z.string().min(1),
  /** What is dropped at once when a budget is exceeded. */
  segmentBytes: z
    .int()
    .min(4 * KIB)
    .default(8 * MIB),
  /** On disk, for one command; the newest is kept. */
  perExecBytes: z
    .int()
    .min(16 * KIB)
    .default(256 * MIB),
  /** On disk, for all commands. */
  totalBytes: z
    .int()
    .min(64 * KIB)
    .default(1024 * MIB),
  /** In memory, for one command that runs: enough for a reader that keeps up never to need the disk. */
  memoryBytes: z
    .int()
    .min(4 * KIB)
    .default(2 * MIB),
  /** How long the output of an ended command is kept. */
  retentionMs: z
    .int()
    .min(1)
    .default(24 * 60 * 60 * 1_000),
});

/** The settings, time, and where small outputs go. */
export interface OutputsConfig extends z.output<typeof outputsConfig> {
  readonly shelf: OutputShelf;
  readonly clock: Omit<Clock, 'after'>;
}
