import { z } from 'zod';

const perMinute = z.int().min(1).optional();
const warmPoolConfig = z.object({
  size: z.int().min(0).default(0).describe('Of each kind; 0 is no pool'),
  kinds: z
    .array(
      z.object({
        image: z.string().optional(),
        profile: z.enum(['hardened', 'buildable']).optional(),
      }),
    )
    .default([{}])
    .describe('What is not said is the default of a spawn'),
  refreshMs: z.int().min(0).default(0).describe('Age at which one is replaced; 0 is never'),
  checkMs: z.int().min(1).default(60_000).describe('Between checks whether all are well'),
});
const sandboxConfig = z.object({
  timeoutS: z.int().min(1).optional().describe('For code that says no timeout'),
  maxOutputBytes: z.int().min(1024).max(1_048_576).default(65_536).describe('In a reply'),
});
const dockerToolsConfig = z.object({
  timeoutMs: z.int().min(1).optional().describe('For a command that says no timeout'),
  maxBytes: z.int().min(1024).optional().describe('Of output in a reply, asked for or not'),
  chunkBytes: z.int().min(1).optional().describe('Of output in one message of progress'),
});
const DAY_MS = 24 * 60 * 60 * 1000;

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
  creationsAtOnce: z.int().min(1).default(8).describe('Containers that are made at once'),
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
  keysKeptMs: z.int().min(1).default(DAY_MS).describe('For the results of idempotency keys'),
  importMaxBytes: z
    .int()
    .min(1)
    .default(512 * 1024 * 1024)
    .describe('The most that an archive unpacks to'),
  importMaxEntries: z.int().min(1).default(250_000).describe('The most entries of an archive'),
  linkTtlMs: z
    .int()
    .min(1)
    .max(DAY_MS)
    .default(900_000)
    .describe('How long a URL for a file is good'),
  dryRun: z.boolean().default(false).describe('Whether calls only say what they would do'),
  idleStopMs: z.int().min(0).default(0).describe('Unused for so long it is stopped; 0 is never'),
  diskLimitMb: z.int().min(0).default(0).describe('Larger it is stopped; 0 is no limit'),
  diskPerPrincipalMb: z.int().min(0).default(0).describe('Of all files of one; 0 is no limit'),
  endWithSession: z.boolean().default(false).describe('What a session made ends with it'),
  sandbox: sandboxConfig.prefault({}),
  dockerTools: dockerToolsConfig.prefault({}),
  warmPool: warmPoolConfig.prefault({}),
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
  auditRetentionMs: z
    .int()
    .min(1)
    .default(30 * DAY_MS)
    .describe('For entries of the audit trail in the state'),
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
