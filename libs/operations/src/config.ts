import { z } from 'zod';

const perMinute = z.int().min(1).optional();

export const operationsConfig = z.object({
  version: z.string().default('0.1.0').describe('What health says'),
  execsPerWorkspace: z
    .int()
    .min(1)
    .default(4)
    .describe('Commands that run at once in one workspace'),
  execsPerPrincipal: z.int().min(1).optional().describe('Commands that run at once for one owner'),
  execsAtOnce: z
    .int()
    .min(1)
    .default(64)
    .describe(
      'Commands that run at once in all; but each owner has room for those of one workspace',
    ),
  execQueueLength: z.int().min(0).default(64).describe('Commands that may wait for one workspace'),
  callsPerPrincipal: z.int().min(1).default(256).describe('Calls of one principal at once'),
  perMinute: z
    .object({
      commands: perMinute.describe('Commands that are started'),
      reads: perMinute.describe('Readings of output'),
      spawns: perMinute.describe('Containers that are asked for'),
    })
    .default({})
    .describe('Of one principal, on this server; no end without it'),
  callTimeoutMs: z.int().min(1).default(60_000).describe('For calls that know no better deadline'),
  snapshotsPerPrincipal: z.int().min(0).default(20).describe('Snapshots that one may have'),
  importMaxBytes: z
    .int()
    .min(1)
    .default(512 * 1024 * 1024)
    .describe('The most that an archive unpacks to'),
  importMaxEntries: z.int().min(1).default(250_000).describe('The most entries of an archive'),
  dryRun: z.boolean().default(false).describe('Whether calls only say what they would do'),
  drainGraceMs: z.int().min(0).default(60_000).describe('For running calls when the server stops'),
});

export type OperationsConfig = z.output<typeof operationsConfig>;
