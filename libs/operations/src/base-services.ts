import type { Ports } from '@devbench/core';

import type { OperationsConfig } from './config.ts';
import type { ExecJobs } from './exec/jobs.ts';
import type { DiskUse } from './keeping/disk-use.ts';

/** The ports, and what everything else in this room is made of. */
export interface BaseServices extends Ports {
  readonly jobs: ExecJobs;
  readonly config: OperationsConfig;
  readonly diskUse: DiskUse;
}
