import { join } from 'node:path';

import type { z } from 'zod';

import type { kernelConfig } from '../config.ts';
import { VERSION } from '../version.ts';
import type { Env } from './env-file.ts';
import type { Settings } from './schema.ts';
import { LOCAL_COLLECTOR } from './tracing-settings.ts';

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
    audit: {
      rotation: settings.MCP_AUDIT_LOG_ROTATION,
      retentionDays: settings.MCP_AUDIT_LOG_RETENTION_DAYS,
      onFailure: settings.MCP_AUDIT_ON_FAILURE,
    },
    telemetry: {
      level: LEVEL[settings.MCP_LOG_LEVEL],
      format: settings.MCP_LOG_FORMAT,
      ...(settings.MCP_TRACING_ENABLED && {
        tracing: { endpoint: settings.MCP_TRACING_ENDPOINT ?? LOCAL_COLLECTOR, version: VERSION },
      }),
    },
    operations: {
      version: VERSION,
      drainGraceMs: settings.MCP_DRAIN_GRACE_S * 1000,
      execsPerWorkspace: settings.MCP_MAX_CONCURRENT_EXECS,
      snapshotsPerPrincipal: settings.MCP_MAX_SNAPSHOTS,
      execsPerPrincipal: settings.MCP_MAX_EXECS_PER_PRINCIPAL,
      execsAtOnce: settings.MCP_DOCKER_MAX_CONCURRENT,
      keysKeptMs: settings.MCP_IDEMP_TTL * 1000,
      importMaxBytes: settings.MCP_IMPORT_MAX_BYTES,
      linkTtlMs: settings.MCP_LINK_TTL_S * 1000,
      perMinute: ratesOf(settings),
      dryRun: settings.MCP_DOCKER_DRY_RUN,
      idleStopMs: settings.MCP_IDLE_STOP_S * 1000,
      diskLimitMb: settings.MCP_CONTAINER_DISK_LIMIT,
      diskPerPrincipalMb: settings.MCP_MAX_DISK_PER_PRINCIPAL,
      endWithSession: settings.MCP_END_WITH_SESSION,
      sandbox: {
        timeoutS: settings.DOCKER_MCP_TIMEOUT,
        maxOutputBytes: settings.DOCKER_MCP_MAX_OUTPUT_BYTES,
      },
      dockerTools: {
        timeoutMs: settings.MCP_DOCKER_TIMEOUT_MS,
        maxBytes: settings.MCP_DOCKER_MAX_BYTES,
        chunkBytes: settings.MCP_DOCKER_CHUNK_BYTES,
      },
      warmPool: {
        size: settings.MCP_WARM_POOL_ENABLED ? settings.MCP_WARM_POOL_SIZE : 0,
        kinds: settings.MCP_WARM_POOL_IMAGE,
        refreshMs: settings.MCP_WARM_POOL_REFRESH_INTERVAL * 1000,
        checkMs: settings.MCP_WARM_HEALTH_CHECK_INTERVAL * 1000,
      },
      ages: {
        transientMs: settings.MCP_TRANSIENT_GC_DAYS * DAY_MS,
        orphanMs: settings.MCP_ORPHAN_TTL_DAYS * DAY_MS,
      },
      // Who asks for output that has expired is told so as long as the row is there.
      execRetentionMs: Math.max(DAY_MS, settings.MCP_OUTPUT_RETENTION_S * 1000),
      auditRetentionMs: settings.MCP_AUDIT_LOG_RETENTION_DAYS * DAY_MS,
      cleanupEnabled: settings.MCP_CLEANUP_ENABLED,
      cleanupIntervalMs: settings.MCP_CLEANUP_INTERVAL * 1000,
      cleanupOnStartup: settings.MCP_CLEANUP_ON_STARTUP,
    },
  };
}

const ratesOf = (settings: Settings) =>
  settings.MCP_DOCKER_RATE_LIMITS
    ? {
        commands: settings.MCP_DOCKER_EXEC_PER_MINUTE,
        reads: settings.MCP_DOCKER_LOGS_PER_MINUTE,
        spawns: settings.MCP_SPAWNS_PER_MINUTE,
      }
    : {};

function policyOf(settings: Settings): Input['policy'] {
  const memoryMb = settings.MCP_CONTAINER_MEMORY_LIMIT;
  const cpus = settings.MCP_CONTAINER_CPU_LIMIT;
  const pids = settings.MCP_CONTAINER_PID_LIMIT;
  return {
    defaultImage: settings.MCP_DEFAULT_IMAGE_ALIAS,
    containers: settings.MCP_DOCKER_CONTAINERS,
    hostUser: settings.MCP_DOCKER_DEFAULT_USER,
    allowHostRoot: settings.MCP_DOCKER_ALLOW_ROOT,
    allowedRegistries: settings.MCP_ALLOWED_REGISTRIES,
    ...imagesOf(settings),
    network: settings.DOCKER_MCP_DEFAULT_NETWORK,
    allowNetwork: settings.MCP_ALLOW_NETWORK,
    allowAsRoot: settings.MCP_ALLOW_AS_ROOT,
    allowBuildable: settings.MCP_ALLOW_BUILDABLE,
    commandMode: settings.MCP_DOCKER_COMMAND_POLICY_MODE,
    commandRules: settings.MCP_DOCKER_COMMAND_PATTERNS,
    deniedFlags: settings.MCP_DOCKER_DENIED_FLAGS,
    deniedPaths: settings.MCP_DOCKER_DENIED_PATHS,
    ...(settings.MCP_DEFAULT_CONTAINER_TTL > 0 && {
      defaultTtlS: settings.MCP_DEFAULT_CONTAINER_TTL,
    }),
    maxContainers: settings.MCP_MAX_CONTAINERS_PER_PRINCIPAL,
    maxTotalMemoryMb: settings.MCP_MAX_MEMORY_PER_PRINCIPAL,
    ...{ memoryMb, cpus, pids },
    maxMemoryMb: Math.max(CEILING.memoryMb, memoryMb),
    maxCpus: Math.max(CEILING.cpus, cpus),
    maxPids: Math.max(CEILING.pids, pids),
    execTimeoutS: settings.MCP_DEFAULT_EXEC_TIMEOUT,
    maxExecTimeoutS: settings.MCP_MAX_EXEC_TIMEOUT,
    killGraceMs: settings.MCP_CANCEL_GRACE_MS,
  };
}

function imagesOf({ MCP_ALLOWED_IMAGES, MCP_IMAGE_ALLOW }: Settings) {
  const lists = [MCP_ALLOWED_IMAGES, MCP_IMAGE_ALLOW].filter((list) => list !== undefined);
  if (lists.length === 0) return {};
  return {
    allowedImages: lists.flatMap(({ patterns }) => patterns),
    imageAliases: Object.fromEntries(lists.flatMap(({ aliases }) => aliases)),
  };
}

/** Where sign-ons come from, and whether images are pinned. */
export const registriesOf = (settings: Settings, home: string) => ({
  credentials: settings.MCP_DOCKER_CONFIG_JSON,
  configFolder: settings.DOCKER_CONFIG ?? join(home, '.docker'),
  pinDigest: settings.MCP_IMAGE_PIN_DIGEST,
});

/** How Docker's own programs are told which engine; what is said to us alone wins. */
export const engineEnvOf = (settings: Settings, env: Env): Env => ({
  ...env,
  ...(settings.MCP_DOCKER_TLS_VERIFY !== undefined && {
    DOCKER_TLS_VERIFY: settings.MCP_DOCKER_TLS_VERIFY ? '1' : '',
  }),
  ...(settings.MCP_DOCKER_CERT_PATH !== undefined && {
    DOCKER_CERT_PATH: settings.MCP_DOCKER_CERT_PATH,
  }),
});

export const archivesOf = (settings: Settings) => ({
  ownerBytes: settings.MCP_EXPORT_MAX_BYTES,
  totalBytes: settings.MCP_EXPORT_TOTAL_BYTES,
});

export const outputsOf = (settings: Settings) => ({
  perExecBytes: settings.MCP_OUTPUT_MAX_BYTES,
  totalBytes: settings.MCP_OUTPUT_TOTAL_BYTES,
  retentionMs: settings.MCP_OUTPUT_RETENTION_S * 1000,
});
