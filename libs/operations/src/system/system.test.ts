import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

function setup() {
  const ports = testPorts();
  const { client } = createOperations(ports, operationsConfig.parse({ version: '1.2.3' }));
  return { ports, call: (name: string, input = {}) => client.call(name, aCaller(), input) };
}

it('health says that all is well', async () => {
  const { call } = setup();

  expect(await call('health')).toEqual({
    status: 'healthy',
    docker_connected: true,
    database_initialized: true,
    version: '1.2.3',
  });
});

it('health answers within two seconds when the engine does not', async () => {
  const { ports, call } = setup();
  ports.engine.hangs = true;

  const pending = call('health');
  await ports.clock.advance(1999);

  expect(await pending).toMatchObject({ status: 'degraded', docker_connected: false });
});

it.each(['health', 'system_status'])('%s says that nothing can be put on record', async (name) => {
  const { ports, call } = setup();
  ports.audit.full = true;

  expect(await call(name)).toMatchObject({
    status: 'degraded',
    database_initialized: true,
    problem: expect.stringContaining('The disk is full.') as unknown,
  });
  await expect(call('list_containers')).rejects.toMatchObject({ code: 'state_unavailable' });
  ports.audit.full = false;
  expect(await call(name)).not.toHaveProperty('problem');
});

it('system_status counts what is yours', async () => {
  const { ports, call } = setup();
  ports.commands.script = () => ({ hangs: true });
  await ports.workspaces.reserve(aWorkspace());
  await call('attach', { target: 'c_1' });
  for (let n = 0; n < 5; n += 1) await call('exec_start', { container_id: 'c_1', cmd: ['sleep'] });

  expect(await call('system_status')).toMatchObject({
    active_containers: 1,
    active_attachments: 1,
    running_execs: 4,
    queued_execs: 1,
    engine: { version: '28.0', os: 'linux', architecture: 'x86_64' },
  });
});

it('an unknown operation is refused with the near match', async () => {
  const { call } = setup();

  await expect(call('exec_rum')).rejects.toMatchObject({
    code: 'operation_not_found',
    hint: 'Did you mean exec_run?',
  });
});
