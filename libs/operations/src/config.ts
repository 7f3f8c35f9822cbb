import { z } from 'zod';

const DAY_MS = 24 * 60 * 60 * 1000;

export const operationsConfig = z.object({
  version: z.string().default('0.1.0').describe('What health says'),
  execsPerWorkspace: z
    .int()
    .min(1)
    .default(4)
    .describe('Commands that run at once in one workspace'),
  execsAtOnce: z.int().min(1).default(64).describe('Commands that run at once in all'),
  execQueueLength: z.int().min(0).default(64).describe('Commands that may wait for one workspace'),
  callsPerPrincipal: z.int().min(1).default(256).describe('Calls of one principal at once'),
  callTimeoutMs: z.int().min(1).default(60_000).describe('For calls that know no better deadline'),
  importMaxBytes: z
    .int()
    .min(1)
    .default(512 * 1024 * 1024)
    .describe('The most that an archive unpacks to'),
  importMaxEntries: z.int().min(1).default(250_000).describe('The most entries of an archive'),
  ages: z
    .object({
      transientMs: z
        .int()
        .min(0)
        .default(7 * DAY_MS),
      orphanMs: z
        .int()
        .min(0)
        .default(7 * DAY_MS),
    })
    .prefault({})
    .describe('After which transient containers and orphan volumes are garbage'),
  execRetentionMs: z.int().min(0).default(DAY_MS).describe('For the rows of ended commands'),
  cleanupEnabled: z.boolean().default(true).describe('Whether garbage is collected by interval'),
  cleanupIntervalMs: z.int().min(1).default(300_000),
  cleanupOnStartup: z.boolean().default(true),
  background: z
    .boolean()
    .default(true)
    .describe('Whether it does what nobody asked for: taking over, reconciling, cleaning up'),
  drainGraceMs: z.int().min(0).default(60_000).describe('For running calls when the server stops'),
});

export type OperationsConfig = z.output<typeof operationsConfig>;
