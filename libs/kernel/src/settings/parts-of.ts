import type { z } from 'zod';

import type { kernelConfig } from '../config.ts';
import { VERSION } from '../version.ts';
import type { Settings } from './schema.ts';

type Input = z.input<typeof kernelConfig>;

/** The names of other servers' levels, too. */
const LEVEL = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  warn: 'warn',
  error: 'error',
  critical: 'error',
} as const;

/** A container may ask for more than the default, up to these. */
const CEILING = { memoryMb: 4096, cpus: 4, pids: 4096 };

const DAY_MS = 24 * 60 * 60 * 1000;

/** Which setting is which part's. */
export function partsOf(
  settings: Settings,
): Pick<Input, 'policy' | 'audit' | 'telemetry' | 'operations'> {
  return {
    policy: policyOf(settings),
    audit: {},
    telemetry: { level: LEVEL[settings.MCP_LOG_LEVEL], format: settings.MCP_LOG_FORMAT },
    operations: {
      version: VERSION,
      drainGraceMs: settings.MCP_DRAIN_GRACE_S * 1000,
      execsPerWorkspace: settings.MCP_MAX_CONCURRENT_EXECS,
      importMaxBytes: settings.MCP_IMPORT_MAX_BYTES,
      ages: {
        transientMs: settings.MCP_TRANSIENT_GC_DAYS * DAY_MS,
        orphanMs: settings.MCP_ORPHAN_TTL_DAYS * DAY_MS,
      },
      // Who asks for output that has expired is told so as long as the row is there.
      execRetentionMs: Math.max(DAY_MS, settings.MCP_OUTPUT_RETENTION_S * 1000),
      cleanupEnabled: settings.MCP_CLEANUP_ENABLED,
      cleanupIntervalMs: settings.MCP_CLEANUP_INTERVAL * 1000,
      cleanupOnStartup: settings.MCP_CLEANUP_ON_STARTUP,
    },
  };
}

function policyOf(settings: Settings): Input['policy'] {
  const memoryMb = settings.MCP_CONTAINER_MEMORY_LIMIT;
  const cpus = settings.MCP_CONTAINER_CPU_LIMIT;
  const pids = settings.MCP_CONTAINER_PID_LIMIT;
  return {
    defaultImage: settings.MCP_DEFAULT_IMAGE_ALIAS,
    allowedRegistries: settings.MCP_ALLOWED_REGISTRIES,
    allowedNetworks: settings.MCP_ALLOW_NETWORK ? ['none', 'bridge'] : ['none'],
    allowAsRoot: settings.MCP_ALLOW_AS_ROOT,
    ...{ memoryMb, cpus, pids },
    maxMemoryMb: Math.max(CEILING.memoryMb, memoryMb),
    maxCpus: Math.max(CEILING.cpus, cpus),
    maxPids: Math.max(CEILING.pids, pids),
    execTimeoutS: settings.MCP_DEFAULT_EXEC_TIMEOUT,
    maxExecTimeoutS: settings.MCP_MAX_EXEC_TIMEOUT,
    killGraceMs: settings.MCP_CANCEL_GRACE_MS,
  };
}

export const outputsOf = (settings: Settings) => ({
  perExecBytes: settings.MCP_OUTPUT_MAX_BYTES,
  totalBytes: settings.MCP_OUTPUT_TOTAL_BYTES,
  retentionMs: settings.MCP_OUTPUT_RETENTION_S * 1000,
});
