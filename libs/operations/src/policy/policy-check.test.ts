import { AppError } from '@devbench/core';
import { aCaller, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

function setup() {
  const ports = testPorts();
  ports.policy.deniedPaths.push('/workspace/secret');
  const { client } = createOperations(ports, operationsConfig.parse({}));
  return { ports, check: (input: object) => client.call('policy_check', aCaller(), input) };
}

it('says what is allowed and what is not, and does nothing', async () => {
  const { ports, check } = setup();

  expect(await check({ image: 'x', cmd: ['id'], path: 'secret/a' })).toEqual({
    allowed: false,
    checks: [
      {
        ...{ about: 'image', subject: 'x', allowed: true, rule: null },
        reason: 'it would be x, hardened, with network none',
      },
      {
        ...{ about: 'command', subject: 'id', allowed: true, rule: null },
        reason: 'no rule is against it',
      },
      {
        ...{ about: 'path', subject: 'secret/a', allowed: false, rule: '/workspace/secret' },
        reason: 'The path /workspace/secret/a is denied. Ask the operator to allow it.',
      },
    ],
  });
  expect(ports.engine.containers.size).toBe(0);
  expect(ports.commands.started).toEqual([]);
});

it.each([
  [{ script: 'id', as_root: true }, 'Commands do not run as root here.'],
  [{ path: '/etc/passwd' }, '/etc/passwd is not below /workspace.'],
  [{ path: '../x' }, '../x contains "..".'],
])('says why %j is not allowed', async (input, why) => {
  const { check } = setup();

  expect(await check(input)).toMatchObject({
    allowed: false,
    checks: [{ allowed: false, reason: expect.stringContaining(why) as string }],
  });
});

it('names the rule that lets a command pass', async () => {
  const { ports, check } = setup();
  ports.policy.planExec = () => ({ timeoutMs: 1, graceMs: 1, rule: 'git status' });

  expect(await check({ cmd: ['git', 'status'] })).toMatchObject({
    checks: [{ allowed: true, rule: 'git status', reason: 'by the rule git status' }],
  });
});

it('fails for what cannot be asked', async () => {
  const { ports, check } = setup();
  await expect(check({})).rejects.toMatchObject({ code: 'invalid_argument' });

  ports.policy.planSpawn = () => {
    throw new AppError('invalid_argument', 'No image reference.');
  };
  await expect(check({ image: 'A B' })).rejects.toMatchObject({ code: 'invalid_argument' });
});
