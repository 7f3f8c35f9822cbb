import { aCaller, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

it('spawn within the quota, and what is refused never reaches the engine', async () => {
  const ports = testPorts();
  ports.policy.quota = { containers: 2, memoryMb: undefined };
  const { client } = createOperations(ports, operationsConfig.parse({}));
  const spawn = (caller = aCaller()) => client.call('spawn', caller, {});

  const results = await Promise.allSettled(Array.from({ length: 10 }, () => spawn()));

  const made = results.filter(({ status }) => status === 'fulfilled');
  expect(made).toHaveLength(2);
  expect(ports.engine.containers.size).toBe(2);
  expect(ports.audit.ended.filter(({ code }) => code === 'quota_exceeded')).toHaveLength(8);
  await expect(spawn(aCaller({ name: 'bob' }))).resolves.toMatchObject({ status: 'running' });
});
