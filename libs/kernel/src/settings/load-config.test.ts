import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { loadConfig, type Place } from './load-config.ts';

const place: Place = { home: '/home/a', host: 'laptop', pid: 1, isAlive: () => true };

it('finds the state in the data folder of the user', async () => {
  const { kernel } = await loadConfig({}, place);

  expect(kernel.state.file).toBe('/home/a/.local/share/devbench/state.db');
  expect(kernel.outputs.directory).toBe('/home/a/.local/share/devbench/spool');
});

it.each([
  [{ XDG_DATA_HOME: '/data' }, '/data/devbench/state.db'],
  [{ XDG_DATA_HOME: 'not/absolute' }, '/home/a/.local/share/devbench/state.db'],
  [{ MCP_STATE_DB: '~/my.db' }, '/home/a/my.db'],
  [{ MCP_STATE_DB: 'sqlite:////srv/state.db' }, '/srv/state.db'],
  [{ MCP_STATE_DB: '/srv/state.db' }, '/srv/state.db'],
])('understands %j', async (env, file) => {
  expect((await loadConfig(env, place)).kernel.state.file).toBe(file);
});

it.each([
  ['audit.jsonl', '/srv/audit.jsonl'],
  ['trail/audit.jsonl', '/srv/trail/audit.jsonl'],
  ['~/audit.jsonl', '/home/a/audit.jsonl'],
  ['/var/log/audit.jsonl', '/var/log/audit.jsonl'],
])('keeps the trail %s beside the state, wherever it is started', async (said, file) => {
  const env = { MCP_STATE_DB: '/srv/state.db', MCP_AUDIT_LOG_FILE: said };
  expect((await loadConfig(env, place)).kernel.audit.file).toBe(file);
});

it('knows what the record of calls is like', async () => {
  const { kernel } = await loadConfig(
    {
      MCP_AUDIT_LOG_FILE: '/a/audit.jsonl',
      MCP_AUDIT_LOG_ROTATION: 'hourly',
      MCP_AUDIT_LOG_RETENTION_DAYS: '3',
      MCP_AUDIT_ON_FAILURE: 'continue',
    },
    place,
  );
  expect(kernel.audit).toMatchObject({ rotation: 'hourly', retentionDays: 3 });
  expect(kernel.audit.onFailure).toBe('continue');
  expect(kernel.operations.auditRetentionMs).toBe(3 * 24 * 3600 * 1000);
});

it.each([
  ['4', 4_194_304],
  ['100', 503_316],
])('gives each of %s commands at once room for output', async (atOnce, bytes) => {
  const { kernel } = await loadConfig({ MCP_MAX_CONCURRENT_EXECS: atOnce }, place);
  expect(kernel.docker.outputWindowBytes).toBe(bytes);
});

it.each([
  [{}, '/home/a/.local/share/devbench/links'],
  [{ MCP_STATE_DB: '/srv/state.db' }, '/srv/links'],
  [{ MCP_STATE_DB: '/srv/state.db', MCP_DIRECT_CHANNEL: 'true' }, '/srv/links'],
  [{ MCP_STATE_DB: '/srv/state.db', MCP_DIRECT_CHANNEL: 'false' }, undefined],
])('keeps the sockets of workspaces beside the state: %j', async (env, folder) => {
  expect((await loadConfig(env, place)).kernel.docker.linkFolder).toBe(folder);
});

it('hands every setting to its part', async () => {
  const { kernel, toolsets } = await loadConfig(
    {
      MCP_TOOLSETS: 'workspace,more',
      MCP_DRAIN_GRACE_S: '3',
      MCP_LOG_LEVEL: 'WARNING',
      MCP_LOG_FORMAT: 'text',
      MCP_ALLOWED_REGISTRIES: 'ghcr.io',
      MCP_DEFAULT_IMAGE_ALIAS: 'alpine',
      MCP_ALLOW_AS_ROOT: 'yes',
      MCP_ALLOW_NETWORK: 'false',
      MCP_ALLOW_BUILDABLE: 'Admin',
      MCP_CONTAINER_MEMORY_LIMIT: '8192',
      MCP_CONTAINER_CPU_LIMIT: '0.5',
      MCP_CONTAINER_PID_LIMIT: '99',
      MCP_MAX_CONCURRENT_EXECS: '2',
      MCP_DEFAULT_EXEC_TIMEOUT: '5',
      MCP_MAX_EXEC_TIMEOUT: '6',
      MCP_CANCEL_GRACE_MS: '7',
      MCP_OUTPUT_MAX_BYTES: '100000',
      MCP_OUTPUT_TOTAL_BYTES: '200000',
      MCP_OUTPUT_RETENTION_S: '60',
      MCP_DOCKER_HOST: 'tcp://far:2375',
      MCP_DOCKER_COMMAND_POLICY_MODE: 'allowlist',
      MCP_DOCKER_COMMAND_PATTERNS: '^ls, git status',
      MCP_DOCKER_DENIED_FLAGS: '--privileged,--pid=host',
      MCP_DOCKER_DENIED_PATHS: '/proc,*.pem',
      MCP_DOCKER_EXEC_PER_MINUTE: '60',
      MCP_DOCKER_LOGS_PER_MINUTE: '30',
      MCP_SPAWNS_PER_MINUTE: '5',
      MCP_DOCKER_MAX_CONCURRENT: '10',
      MCP_MAX_EXECS_PER_PRINCIPAL: '8',
      MCP_DOCKER_DRY_RUN: 'true',
      MCP_MAX_CONTAINERS_PER_PRINCIPAL: '5',
      MCP_MAX_MEMORY_PER_PRINCIPAL: '4096',
      MCP_IDLE_STOP_S: '9',
      MCP_CONTAINER_DISK_LIMIT: '10',
      MCP_MAX_DISK_PER_PRINCIPAL: '100',
      MCP_LINK_TTL_S: '60',
      MCP_EXPORT_MAX_BYTES: '1000',
      MCP_EXPORT_TOTAL_BYTES: '2000',
      MCP_END_WITH_SESSION: 'true',
      MCP_WARM_POOL_ENABLED: 'true',
      MCP_WARM_POOL_SIZE: '3',
      MCP_WARM_POOL_IMAGE: 'alpine, debian:12 buildable',
      MCP_WARM_POOL_REFRESH_INTERVAL: '300',
      MCP_WARM_HEALTH_CHECK_INTERVAL: '30',
    },
    place,
  );

  expect(toolsets).toEqual(['workspace', 'more']);
  expect(kernel).toMatchObject({
    telemetry: { level: 'warn', format: 'text' },
    operations: {
      ...{ drainGraceMs: 3000, execsPerWorkspace: 2, version: '0.1.0' },
      ...{ execsAtOnce: 10, execsPerPrincipal: 8, dryRun: true },
      perMinute: { commands: 60, reads: 30, spawns: 5 },
      idleStopMs: 9000,
      ...{ diskLimitMb: 10, diskPerPrincipalMb: 100, linkTtlMs: 60_000 },
      endWithSession: true,
      warmPool: {
        size: 3,
        kinds: [{ image: 'alpine' }, { image: 'debian:12', profile: 'buildable' }],
        refreshMs: 300_000,
        checkMs: 30_000,
      },
    },
    policy: {
      defaultImage: 'alpine',
      allowedRegistries: ['ghcr.io'],
      ...{ allowNetwork: false, allowAsRoot: true, allowBuildable: 'admin' },
      ...{ commandMode: 'allowlist', commandRules: ['^ls', 'git status'] },
      ...{ deniedFlags: ['--privileged', '--pid=host'], deniedPaths: ['/proc', '*.pem'] },
      ...{ maxContainers: 5, maxTotalMemoryMb: 4096 },
      ...{ memoryMb: 8192, maxMemoryMb: 8192, cpus: 0.5, maxCpus: 4, pids: 99 },
      ...{ execTimeoutS: 5, maxExecTimeoutS: 6, killGraceMs: 7 },
    },
    archives: { ownerBytes: 1000, totalBytes: 2000 },
    outputs: { perExecBytes: 100_000, totalBytes: 200_000, retentionMs: 60_000 },
    docker: { host: 'tcp://far:2375', version: '0.1.0', diskMb: 10 },
    server: { host: 'laptop', pid: 1 },
  });
});

it('reads a .env file and follows the Docker context', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'config-'));
  const envFile = join(folder.path, '.env');
  writeFileSync(envFile, 'MCP_LOG_LEVEL=error\nDOCKER_HOST=unix:///from/file.sock\n');

  const { kernel } = await loadConfig({}, place, envFile);

  expect(kernel.telemetry.level).toBe('error');
  expect(kernel.docker.host).toBe('unix:///from/file.sock');
});

it('tells two states apart, and the same state on two hosts', async () => {
  const instance = async (file: string, host = 'laptop') =>
    (await loadConfig({ MCP_STATE_DB: file }, { ...place, host })).kernel.docker.instance;

  expect(await instance('/a.db')).toBe(await instance('/a.db'));
  expect(await instance('/a.db')).not.toBe(await instance('/b.db'));
  expect(await instance('/a.db')).not.toBe(await instance('/a.db', 'other'));
});

it('cannot be changed', async () => {
  const { kernel } = await loadConfig({}, place);
  expect(() => Object.assign(kernel.policy, { allowAsRoot: true })).toThrow(TypeError);
});

it('tells which certificates are for the engine; what is said to us alone wins', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'config-'));
  for (const name of ['ca', 'cert', 'key']) writeFileSync(join(folder.path, `${name}.pem`), name);
  const tlsOf = async (env: Record<string, string>) =>
    (await loadConfig({ DOCKER_HOST: 'tcp://far:2376', ...env }, place)).kernel.docker.tls;
  const pems = { ca: 'ca', cert: 'cert', key: 'key' };
  const MCP_DOCKER_CERT_PATH = folder.path;

  expect(await tlsOf({ MCP_DOCKER_CERT_PATH, MCP_DOCKER_TLS_VERIFY: 'true' })).toEqual({
    ...pems,
    verify: true,
  });
  const other = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/none' };
  expect(await tlsOf({ ...other, MCP_DOCKER_CERT_PATH, MCP_DOCKER_TLS_VERIFY: 'false' })).toEqual({
    ...pems,
    verify: false,
  });
});
