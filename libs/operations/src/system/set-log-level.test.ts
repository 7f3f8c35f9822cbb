import { aCaller, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

it('is for administrators, and says what it was', async () => {
  const ports = testPorts();
  const { client } = createOperations(ports, operationsConfig.parse({}));
  const set = (caller = aCaller()) => client.call('set_log_level', caller, { level: 'debug' });

  await expect(set()).rejects.toMatchObject({ code: 'permission_denied' });
  expect(ports.logControl.level).toBe('info');
  const admin = aCaller({ principal: { id: 'alice', scopes: ['admin'] } });
  expect(await set(admin)).toEqual({ level: 'debug', before: 'info' });
  expect(ports.logControl.level).toBe('debug');
});
