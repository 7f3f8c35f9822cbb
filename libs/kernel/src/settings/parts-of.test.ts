import { expect, it } from 'vitest';

import { loadConfig, type Place } from './load-config.ts';

const place: Place = { home: '/home/a', host: 'laptop', pid: 1, isAlive: () => true };

it('brings images and registries to policy and engine', async () => {
  const { kernel } = await loadConfig(
    {
      MCP_ALLOWED_REGISTRIES: 'index.docker.io,localhost:5000',
      MCP_ALLOWED_IMAGES: 'py=python:3.12, node:2*',
      MCP_IMAGE_ALLOW: 'localhost:5000/**',
      MCP_IMAGE_PIN_DIGEST: 'true',
      MCP_DOCKER_CONFIG_JSON: '{"auths":{"localhost:5000":{"auth":"bWU6cA=="}},"psFormat":"x"}',
      DOCKER_CONFIG: '/etc/its',
      DOCKER_HOST: 'unix:///x',
    },
    place,
  );

  expect(kernel.policy).toMatchObject({
    allowedRegistries: ['docker.io', 'localhost:5000'],
    allowedImages: ['node:2*', 'localhost:5000/**'],
    imageAliases: { py: 'python:3.12' },
  });
  expect(kernel.docker).toMatchObject({
    credentials: { auths: { 'localhost:5000': { auth: 'bWU6cA==' } }, credHelpers: {} },
    configFolder: '/etc/its',
    pinDigest: true,
  });
  const plain = (await loadConfig({}, place)).kernel;
  expect(plain.docker).toMatchObject({ configFolder: '/home/a/.docker', pinDigest: false });
  expect(plain.policy.allowedImages).toBeUndefined();
});

it('lifts all limits per minute', async () => {
  const env = { MCP_DOCKER_RATE_LIMITS: 'false', MCP_DOCKER_EXEC_PER_MINUTE: '60' };

  expect((await loadConfig(env, place)).kernel.operations.perMinute).toEqual({});
});

it('hands the settings of the clean-up to it', async () => {
  const env = {
    MCP_TRANSIENT_GC_DAYS: '2',
    MCP_ORPHAN_TTL_DAYS: '3',
    MCP_CLEANUP_ENABLED: 'false',
    MCP_CLEANUP_INTERVAL: '60',
    MCP_CLEANUP_ON_STARTUP: 'no',
    MCP_OUTPUT_RETENTION_S: '172800',
  };
  const day = 86_400_000;

  expect((await loadConfig(env, place)).kernel.operations).toMatchObject({
    ages: { transientMs: 2 * day, orphanMs: 3 * day },
    ...{ cleanupEnabled: false, cleanupIntervalMs: 60_000, cleanupOnStartup: false },
    execRetentionMs: 2 * day,
  });
  const { operations } = (await loadConfig({}, place)).kernel;
  expect(operations).toMatchObject({ cleanupEnabled: true, execRetentionMs: day });
});

it('limits the time of containers and of keys', async () => {
  const env = { MCP_DEFAULT_CONTAINER_TTL: '3600', MCP_IDEMP_TTL: '600' };
  const { policy, operations } = (await loadConfig(env, place)).kernel;
  expect(policy.defaultTtlS).toBe(3600);
  expect(operations.keysKeptMs).toBe(600_000);

  const plain = (await loadConfig({}, place)).kernel;
  expect(plain.policy.defaultTtlS).toBeUndefined();
  expect(plain.operations.keysKeptMs).toBe(86_400_000);
});

it('hands the settings of the other toolsets to them', async () => {
  const env = {
    DOCKER_MCP_TIMEOUT: '60',
    DOCKER_MCP_MAX_OUTPUT_BYTES: '200000',
    DOCKER_MCP_DEFAULT_NETWORK: 'bridge',
    DOCKER_MCP_MEMORY_LIMIT: '8589934592',
    MCP_DOCKER_MAX_BYTES: '10485760',
    MCP_DOCKER_CHUNK_BYTES: '16384',
    MCP_DOCKER_TIMEOUT_MS: '9000',
    MCP_DOCKER_AUDIT_FILE: '/a.jsonl',
    MCP_DOCKER_LOG_LEVEL: 'error',
  };
  expect((await loadConfig(env, place)).kernel).toMatchObject({
    operations: {
      sandbox: { timeoutS: 60, maxOutputBytes: 200_000 },
      dockerTools: { timeoutMs: 9000, maxBytes: 10_485_760, chunkBytes: 16_384 },
    },
    policy: { network: 'bridge', memoryMb: 8192, maxMemoryMb: 8192 },
    audit: { file: '/a.jsonl' },
    telemetry: { level: 'error' },
  });
});
