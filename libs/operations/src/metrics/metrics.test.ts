import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const admin = aCaller({ principal: { id: 'alice', scopes: ['admin'] } });

function setup() {
  const ports = testPorts();
  const { client } = createOperations(ports, operationsConfig.parse({}));
  const call = (name: string, input = {}) => client.call(name, admin, input);
  const gauges = async () =>
    JSON.parse((await call('metrics')).metrics as string) as Record<string, unknown>;
  return { ports, call, gauges };
}

it('tells what is there now, of all owners', async () => {
  const { ports, call, gauges } = setup();
  ports.commands.script = () => ({ hangs: true });
  await ports.workspaces.reserve(aWorkspace());
  await call('attach', { target: 'c_1' });
  for (let n = 0; n < 5; n += 1) await call('exec_start', { container_id: 'c_1', cmd: ['sleep'] });

  expect(await gauges()).toEqual({
    engineUp: true,
    stateUp: true,
    containers: 1,
    warm: 0,
    attachments: 1,
    memoryBytes: expect.any(Number) as unknown,
    runningExecs: 4,
    queuedExecs: 1,
  });
});

it('tells that the engine is away, and soon', async () => {
  const { ports, gauges } = setup();
  await ports.workspaces.reserve(aWorkspace());
  ports.engine.hangs = true;

  const pending = gauges();
  await ports.clock.advance(2_000);

  const now = await pending;
  expect(now).toMatchObject({ engineUp: false, stateUp: true, containers: 1 });
  expect(now).not.toHaveProperty('memoryBytes');
});

it('measures a command once it has ended', async () => {
  const { ports, call } = setup();
  await ports.workspaces.reserve(aWorkspace());

  await call('exec_run', { container_id: 'c_1', cmd: ['true'] });

  expect(ports.observer.ends).toMatchObject([{ reason: 'exited' }]);
});
