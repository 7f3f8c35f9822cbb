import { aCaller, anExec, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../../config.ts';
import { createOperations } from '../../create-operations.ts';

const DAY_MS = 86_400_000;
const admin = aCaller({ principal: { id: 'root', scopes: ['admin'] } });

function setup(config: object = {}) {
  const ports = testPorts();
  const given = operationsConfig.parse({ cleanupEnabled: false, ...config });
  const { client } = createOperations(ports, given);
  return { ports, call: (name: string, input: object = {}) => client.call(name, admin, input) };
}

it('counts the age of an orphan from when it was first seen', async () => {
  const { ports, call } = setup({ ages: { orphanMs: DAY_MS } });
  const volume = {
    ...{ name: 'devbench-c_9', kind: 'workspace' as const, persistent: false },
    ...{ inUse: false, createdAt: new Date(0) },
  };
  for (const change of [{}, { name: 'p', persistent: true }, { name: 'u', inUse: true }])
    ports.engineUpkeep.extraVolumes.set(change.name ?? volume.name, { ...volume, ...change });

  const since = ports.clock.now().toISOString();
  const waits = {
    subject: volume.name,
    reason: expect.stringContaining(`since ${since}: killed with keep_workspace`) as string,
    until: new Date(ports.clock.now().getTime() + DAY_MS).toISOString(),
  };
  const dry = { dry_run: true };
  expect(await call('garbage_collect', dry)).toMatchObject({ actions: [], waiting: [waits] });
  expect(await call('garbage_collect')).toMatchObject({ volumes_removed: 0, waiting: [waits] });
  await ports.clock.advance(DAY_MS / 2);
  expect(await call('garbage_collect', dry)).toMatchObject({ waiting: [waits] });
  await ports.clock.advance(DAY_MS / 2);
  expect(await call('garbage_collect')).toMatchObject({ volumes_removed: 1, waiting: [] });
  expect([...ports.engineUpkeep.extraVolumes.keys()]).toEqual(['p', 'u']);
});

it('removes the agents of other versions and what has expired in the state', async () => {
  const { ports, call } = setup();
  const agent = { kind: 'agent' as const, persistent: false, createdAt: new Date(0) };
  ports.engineUpkeep.extraVolumes.set('old', { ...agent, name: 'old', inUse: false });
  ports.engineUpkeep.extraVolumes.set('new', { ...agent, name: 'new', inUse: true });
  const exec = anExec();
  await ports.execs.reserve(exec);
  ports.stateUpkeep.garbage = { keys: 3, attachments: 2, execs: [exec.id] };

  expect(await call('garbage_collect')).toMatchObject({
    ...{ volumes_removed: 1, execs_cleaned: 1, keys_cleaned: 3, attachments_cleaned: 2 },
  });
  expect(await ports.execs.list({})).toEqual([]);
});
