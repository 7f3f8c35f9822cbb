import type { Enforced, Workspace } from '@devbench/core';
import { z } from 'zod';

export const aliasInput = z
  .string()
  .regex(/^(?!c_)[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'letters, digits, _ . - (not c_…), at most 63');

const enforcedSchema = z.strictObject({
  memory: z.boolean(),
  swap: z.boolean(),
  cpu: z.boolean(),
  pids: z.boolean(),
  disk: z.boolean(),
  network: z.boolean(),
});

const NOT_KNOWN: Enforced = {
  memory: false,
  swap: false,
  cpu: false,
  pids: false,
  disk: false,
  network: false,
};

export const limitsSchema = z.strictObject({
  memory_mb: z.number(),
  cpus: z.number(),
  pids: z.number(),
  enforced: enforcedSchema.describe('What this engine really enforces'),
});

export const toLimits = ({ limits, enforced }: Workspace) => ({
  memory_mb: limits.memoryMb,
  cpus: limits.cpus,
  pids: limits.pids,
  enforced: enforced ?? NOT_KNOWN,
});

/** The limits that this engine does not enforce. */
export const unenforced = ({ enforced }: z.output<typeof limitsSchema>): string[] =>
  (['memory', 'cpu', 'pids', 'network'] as const).filter((name) => !enforced[name]);

export const rootsOf = ({ id }: Workspace): string[] => [`workspace:${id}`];

export const statusSchema = z.enum(['creating', 'running', 'stopped', 'failed', 'removing']);

/** Nobody sees one in the pool: whoever gets it sees it run. */
export const statusOf = ({ status }: Workspace): z.output<typeof statusSchema> =>
  status === 'warm' ? 'running' : status;
