import { AppError } from '@devbench/core';
import { expect, it } from 'vitest';

import { loadSettings } from './load.ts';

function problemsOf(env: Record<string, string>) {
  try {
    loadSettings(env);
  } catch (error) {
    return error instanceof AppError ? error.data : error;
  }
  return {};
}

it('has defaults for everything', () => {
  expect(loadSettings({ HOME: '/home/a', PATH: '/bin', MCP_LOG_LEVEL: '' })).toMatchObject({
    MCP_TOOLSETS: ['workspace'],
    MCP_DRAIN_GRACE_S: 60,
    MCP_LOG_LEVEL: 'info',
    MCP_LOG_FORMAT: 'json',
  });
});

it('understands what other servers documented', () => {
  expect(
    loadSettings({
      MCP_LOG_LEVEL: 'WARNING',
      MCP_ALLOWED_REGISTRIES: 'docker.io, ghcr.io,',
      MCP_ALLOW_AS_ROOT: 'True',
      MCP_CONTAINER_CPU_LIMIT: '0.5',
    }),
  ).toMatchObject({
    MCP_LOG_LEVEL: 'warning',
    MCP_ALLOWED_REGISTRIES: ['docker.io', 'ghcr.io'],
    MCP_ALLOW_AS_ROOT: true,
    MCP_CONTAINER_CPU_LIMIT: 0.5,
  });
});

it('sees a contradiction between two settings', () => {
  const max = { MCP_MAX_EXEC_TIMEOUT: '60' };
  expect(problemsOf(max)).toEqual({});
  expect(problemsOf({ ...max, MCP_DEFAULT_EXEC_TIMEOUT: '61' })).toEqual({
    MCP_DEFAULT_EXEC_TIMEOUT: 'must not be more than MCP_MAX_EXEC_TIMEOUT',
  });
});

it.each([
  [{ MCP_DOCKER_COMMAND_PATTERNS: 'ls' }, 'has no effect while'],
  [{ MCP_DOCKER_COMMAND_POLICY_MODE: 'denylist' }, 'is missing'],
  [
    { MCP_DOCKER_COMMAND_POLICY_MODE: 'denylist', MCP_DOCKER_COMMAND_PATTERNS: 'rm.*-rf' },
    'not a regular expression',
  ],
])('sees that the rules in %j would not do what is meant', (env, problem) => {
  expect(problemsOf(env)).toEqual({
    MCP_DOCKER_COMMAND_PATTERNS: expect.stringContaining(problem) as unknown,
  });
});

it.each([
  ['collector:4318', 'must be a http(s) URL without a password'],
  ['https://me:hunter2@collector', 'must be a http(s) URL without a password'],
])('refuses %s as a collector', (MCP_TRACING_ENDPOINT, problem) => {
  expect(problemsOf({ MCP_TRACING_ENABLED: 'true', MCP_TRACING_ENDPOINT })).toEqual({
    MCP_TRACING_ENDPOINT: problem,
  });
});

it('refuses a collector that would get nothing', () => {
  expect(problemsOf({ MCP_TRACING_ENDPOINT: 'http://collector:4318' })).toEqual({
    MCP_TRACING_ENDPOINT: 'has no effect while MCP_TRACING_ENABLED is false',
  });
});

it('reports all problems at once, without repeating values', () => {
  const problems = problemsOf({
    MCP_ALOW_AS_ROOT: 'true',
    MCP_COMPLETELY_DIFFERENT: 'hunter2',
    DOCKER_MCP_MEMORY_LIMIT: '1',
    DOCKER_MCP_MEMORY_LIMITS: '1',
    MCP_DATABASE_URL: 'hunter2',
    MCP_BEARER_TOKENS: 'hunter2',
    MCP_LOG_FORMAT: 'hunter2',
    MCP_DRAIN_GRACE_S: '1.5',
    MCP_MAX_CONCURRENT_EXECS: '-1',
    MCP_ALLOW_NETWORK: 'perhaps',
    MCP_TOOLSETS: 'workspace,everything',
    MCP_ALLOW_AS_ROOT: 'perhaps',
    MCP_DOCKER_DENIED_PATHS: '/a/*.pem',
    MCP_DOCKER_DENIED_FLAGS: 'privileged',
  });

  expect(problems).toEqual({
    MCP_ALOW_AS_ROOT: 'is unknown; did you mean MCP_ALLOW_AS_ROOT?',
    MCP_COMPLETELY_DIFFERENT: 'is unknown; remove it',
    DOCKER_MCP_MEMORY_LIMIT: 'must be from 16777216 to 1099511627776',
    DOCKER_MCP_MEMORY_LIMITS: 'is unknown; did you mean DOCKER_MCP_MEMORY_LIMIT?',
    MCP_DATABASE_URL: 'is not supported by this server yet; remove it',
    MCP_BEARER_TOKENS: 'must be like alice=TOKEN,bob:admin=TOKEN',
    MCP_LOG_FORMAT: 'must be one of json, text',
    MCP_DRAIN_GRACE_S: 'must be a whole number',
    MCP_MAX_CONCURRENT_EXECS: 'must be a number',
    MCP_ALLOW_NETWORK: 'must be true, false or admin',
    MCP_ALLOW_AS_ROOT: 'must be true, false or admin',
    MCP_DOCKER_DENIED_PATHS: 'is an absolute path without * and ?, or a name without /',
    MCP_DOCKER_DENIED_FLAGS: 'a flag begins with -',
    MCP_TOOLSETS: expect.stringContaining('must be of workspace') as unknown,
  });
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});

it.each([
  ['MCP_ALLOWED_REGISTRIES', 'docker.io, https://ghcr.io', 'must be hosts'],
  ['MCP_ALLOWED_REGISTRIES', 'ghcr.io/team', 'must be hosts'],
  ['MCP_ALLOWED_REGISTRIES', 'team', 'must be hosts'],
  ['MCP_ALLOWED_IMAGES', 'py=Not An Image', 'must be images'],
  ['MCP_IMAGE_ALLOW', 'a b', 'must be images'],
  ['MCP_DEFAULT_IMAGE_ALIAS', 'team/Python', 'must be an image'],
  ['MCP_IMAGE_PIN_DIGEST', 'sometimes', 'must be true or false'],
  ['MCP_DOCKER_CONFIG_JSON', '{"auths":{"a":{"auth":"hunter2"}}', 'must be JSON'],
  ['MCP_DOCKER_CONFIG_JSON', '{"auths":{"hunter2":{"auth":1}}}', 'must be JSON'],
])('refuses %s=%s', (name, value, problem) => {
  const problems = problemsOf({ [name]: value });

  expect(problems).toEqual({ [name]: expect.stringContaining(problem) as unknown });
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});

it('minds its own business', () => {
  expect(problemsOf({ MCP_TIMEOUT: '60000', MCP_TOOL_TIMEOUT: '1', DOCKER_BUILDKIT: '1' })).toEqual(
    {},
  );
});

it.each([
  ['DOCKER_MCP_MEMORY_LIMIT', '2147483648', 'MCP_CONTAINER_MEMORY_LIMIT', 2048],
  ['DOCKER_MCP_CPU_LIMIT', '2.0', 'MCP_CONTAINER_CPU_LIMIT', 2],
  ['DOCKER_MCP_PIDS_LIMIT', '1024', 'MCP_CONTAINER_PID_LIMIT', 1024],
  ['DOCKER_MCP_DEBUG', 'true', 'MCP_LOG_LEVEL', 'debug'],
  ['DOCKER_MCP_DEBUG', 'false', 'MCP_LOG_LEVEL', 'info'],
  ['MCP_DOCKER_LOG_LEVEL', 'warn', 'MCP_LOG_LEVEL', 'warn'],
  ['MCP_DOCKER_STRUCTURED_LOGS', 'false', 'MCP_LOG_FORMAT', 'text'],
  ['MCP_DOCKER_METRICS', 'false', 'MCP_METRICS_ENABLED', false],
  ['MCP_DOCKER_AUDIT_FILE', '/var/log/a.jsonl', 'MCP_AUDIT_LOG_FILE', '/var/log/a.jsonl'],
  ['MCP_DOCKER_AUDIT_RETENTION_DAYS', '7', 'MCP_AUDIT_LOG_RETENTION_DAYS', 7],
] as const)('%s=%s is %s=%s', (name, text, ours, value) => {
  expect(loadSettings({ [name]: text })[ours]).toBe(value);
});

it('refuses a setting that is given twice', () => {
  expect(problemsOf({ DOCKER_MCP_CPU_LIMIT: '1', MCP_CONTAINER_CPU_LIMIT: '2' })).toEqual({
    DOCKER_MCP_CPU_LIMIT: 'is MCP_CONTAINER_CPU_LIMIT; give one of them',
  });
  expect(problemsOf({ DOCKER_MCP_DEBUG: 'true', MCP_DOCKER_LOG_LEVEL: 'info' })).toEqual({
    DOCKER_MCP_DEBUG: 'is MCP_LOG_LEVEL; give one of them',
    MCP_DOCKER_LOG_LEVEL: 'is MCP_LOG_LEVEL; give one of them',
  });
});

it.each([
  ['MCP_DOCKER_SECURITY', 'true', 'false'],
  ['MCP_DOCKER_AUDIT', 'true', 'false'],
  ['MCP_AUDIT_ENABLED', 'true', 'false'],
  ['MCP_VALIDATE_PATHS', 'true', 'false'],
  ['MCP_DOCKER_AUDIT_INCLUDE_STDIN', 'false', 'true'],
])('takes %s=%s and says that %s is not possible', (name, taken, refused) => {
  expect(problemsOf({ [name]: taken })).toEqual({});
  expect(problemsOf({ [name]: refused })).toEqual({
    [name]: expect.stringMatching(/cannot be switched off|is not possible/) as unknown,
  });
});

it.each([
  [{ DOCKER_MCP_TIMEOUT: '700' }, 'DOCKER_MCP_TIMEOUT'],
  [{ MCP_DOCKER_TIMEOUT_MS: '700000' }, 'MCP_DOCKER_TIMEOUT_MS'],
  [{ DOCKER_MCP_DEFAULT_NETWORK: 'bridge' }, 'DOCKER_MCP_DEFAULT_NETWORK'],
])('sees that %j cannot be had', (env, name) => {
  const ceilings = { MCP_MAX_EXEC_TIMEOUT: '600', MCP_ALLOW_NETWORK: 'false' };
  expect(Object.keys(problemsOf({ ...ceilings, ...env }) as object)).toEqual([name]);
  expect(problemsOf(env)).toEqual({});
});
