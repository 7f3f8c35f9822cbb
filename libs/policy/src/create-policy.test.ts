import type { ExecRequest, Principal, SpawnRequest } from '@devbench/core';
import { expect, it } from 'vitest';

import { policyConfig } from './config.ts';
import { createPolicy } from './create-policy.ts';

const alice: Principal = { id: 'alice', scopes: ['workspace'] };

const aRequest: SpawnRequest = {
  image: undefined,
  network: undefined,
  profile: undefined,
  memoryMb: undefined,
  cpus: undefined,
  pids: undefined,
  ttlS: undefined,
};

const aCommand: ExecRequest = {
  argv: ['id'],
  cwd: '/workspace',
  env: [],
  inShell: false,
  asRoot: false,
  timeoutS: undefined,
};

function spawning(request: Partial<SpawnRequest> = {}, config: object = {}) {
  const policy = createPolicy(policyConfig.parse(config));
  return policy.planSpawn(alice, { ...aRequest, ...request });
}

it('fills in a hardened default without network', () => {
  expect(spawning()).toEqual({
    image: 'docker.io/library/python:3.11-slim',
    network: 'none',
    profile: 'hardened',
    limits: { memoryMb: 512, cpus: 1, pids: 256 },
    ttlS: undefined,
    quota: { containers: undefined, memoryMb: undefined },
  });
});

it('knows images by their aliases', () => {
  const config = { imageAliases: { node: 'ghcr.io/team/node:24' } };

  expect(spawning({ image: 'node' }, config).image).toBe('ghcr.io/team/node:24');
});

it('allows listed images only, and says which', () => {
  const config = { imageAliases: { py: 'python:3.12' }, allowedImages: ['node:2?', 'quay.io/x'] };
  const image = (name: string) => spawning({ image: name }, config).image;

  expect(image('py')).toBe('docker.io/library/python:3.12');
  expect(image('python:3.12')).toBe(image('py'));
  expect(image('node:24')).toBe('docker.io/library/node:24');
  expect(() => image('node:18')).toThrow(
    expect.objectContaining({ code: 'image_denied', hint: 'Allowed are py, node:2?, quay.io/x.' }),
  );
  expect(() => image('quay.io/x')).toThrow('The registry quay.io is not allowed.');
});

it.each([
  [{ image: 'quay.io/x' }, 'image_denied'],
  [{ image: 'localhost:5000/x' }, 'image_denied'],
  [{ image: 'docker.io.evil.com/x' }, 'image_denied'],
  [{ image: 'DOCKER.IO/x' }, 'image_denied'],
  [{ image: 'a b' }, 'invalid_argument'],
  [{ profile: 'buildable' as const }, 'policy_denied'],
  [{ memoryMb: 4097 }, 'policy_denied'],
  [{ cpus: 4.1 }, 'policy_denied'],
  [{ pids: 4097 }, 'policy_denied'],
])('refuses %j', (request, code) => {
  expect(() => spawning(request)).toThrow(expect.objectContaining({ code }));
});

it('allows what the operator allows, up to the ceilings', () => {
  const config = { allowBuildable: true, allowedRegistries: ['localhost:5000'], maxMemoryMb: 9000 };
  const request = { image: 'localhost:5000/x', profile: 'buildable', memoryMb: 9000 } as const;

  expect(spawning(request, config)).toMatchObject({
    image: 'localhost:5000/x:latest',
    profile: 'buildable',
    limits: { memoryMb: 9000 },
  });
});

it('refuses a network that the operator does not allow', () => {
  const ask = () => spawning({ network: 'bridge' }, { allowNetwork: false });

  expect(ask).toThrow(expect.objectContaining({ code: 'policy_denied' }));
});

it('allows admins what is theirs alone', () => {
  const policy = createPolicy(
    policyConfig.parse({ allowNetwork: 'admin', allowBuildable: 'admin', allowAsRoot: 'admin' }),
  );
  const admin: Principal = { id: 'root', scopes: ['workspace', 'admin'] };
  const request = { ...aRequest, network: 'bridge', profile: 'buildable' } as const;

  expect(policy.planSpawn(admin, request)).toMatchObject({ network: 'bridge' });
  expect(policy.planExec(admin, { ...aCommand, asRoot: true })).toMatchObject({ graceMs: 5000 });
  for (const denied of [
    () => policy.planSpawn(alice, { ...request, profile: undefined }),
    () => policy.planSpawn(alice, { ...request, network: undefined }),
    () => policy.planExec(alice, { ...aCommand, asRoot: true }),
  ])
    expect(denied).toThrow(expect.objectContaining({ kind: 'denied' }));
});

it('says what a principal may have in all', () => {
  expect(spawning({}, { maxContainers: 2, maxTotalMemoryMb: 1024 }).quota).toEqual({
    containers: 2,
    memoryMb: 1024,
  });
});

it('keeps paths', () => {
  const policy = createPolicy(policyConfig.parse({ deniedPaths: ['/workspace/a/b', '*.pem'] }));

  expect(policy.deniedPath('/workspace/a/b/c')).toBe('/workspace/a/b');
  expect(policy.deniedPath('/workspace/x.pem/y')).toBe('*.pem');
  expect(policy.deniedPath('/workspace/a/bc')).toBeUndefined();
  expect(policy.deniedInside('/workspace/a')).toEqual(['/workspace/a/b', '*.pem']);
  expect(policy.deniedInside('/workspace/c')).toEqual(['*.pem']);
});

it('gives every workspace an end when the operator sets one', () => {
  expect(spawning({}, { maxTtlS: 60 }).ttlS).toBe(60);
  expect(spawning({ ttlS: 5 }, { maxTtlS: 60 }).ttlS).toBe(5);
  expect(spawning({}, { defaultTtlS: 9 }).ttlS).toBe(9);
  expect(spawning({ ttlS: 50 }, { defaultTtlS: 9 }).ttlS).toBe(50);
  expect(spawning({ persistent: true }, { defaultTtlS: 9 }).ttlS).toBeUndefined();
  expect(spawning({}, { defaultTtlS: 90, maxTtlS: 60 }).ttlS).toBe(60);
});

it('denies root unless it is allowed, and bounds the time of a command', () => {
  const request = { ...aCommand, asRoot: true };
  const strict = createPolicy(policyConfig.parse({ maxExecTimeoutS: 60 }));
  const open = createPolicy(policyConfig.parse({ allowAsRoot: true }));

  expect(() => strict.planExec(alice, request)).toThrow(
    expect.objectContaining({ code: 'as_root_denied' }),
  );
  expect(strict.planExec(alice, { ...request, asRoot: false }).timeoutMs).toBe(60_000);
  expect(open.planExec(alice, request)).toEqual({ timeoutMs: 600_000, graceMs: 5000 });
});
