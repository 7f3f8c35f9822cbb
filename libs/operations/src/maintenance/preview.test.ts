import type { FoundVolume, WorkspaceId, WorkspaceStatus } from '@devbench/core';
import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const DAY_MS = 86_400_000;
const STATUSES: readonly WorkspaceStatus[] = [
  ...(['creating', 'running', 'stopped', 'failed', 'removing'] as const),
  'warm',
];

/** Any state and any engine that may belong to it, or not. */
async function anything(seed: number) {
  let state = seed;
  const below = (limit: number) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return Math.abs(state >> 8) % limit;
  };
  const ports = testPorts();
  const now = ports.clock.now().getTime();
  for (let n = 1; n <= 8; n += 1) {
    const id = `c_${n}` as WorkspaceId;
    const at = new Date(now - below(20) * DAY_MS);
    const row = aWorkspace({
      ...{ id, volume: `devbench-${id}`, createdAt: at, lastUsedAt: at },
      ...{ persistent: below(2) === 0, status: STATUSES[below(STATUSES.length)] ?? 'running' },
      ...{ server: `s_${below(3)}`, engineId: `engine-${below(6) === 0 ? 'other' : id}` },
    });
    if (below(5) > 0) await ports.workspaces.reserve(row);
    if (below(4) > 0) ports.engine.put(row);
    const found = ports.engine.containers.get(id);
    if (found)
      ports.engine.containers.set(id, { ...found, running: below(2) > 0, ours: below(4) > 0 });
    const volume: FoundVolume = {
      ...{ name: `v_${n}`, persistent: below(2) > 0, inUse: below(2) > 0 },
      ...{ kind: below(2) > 0 ? 'workspace' : 'agent', createdAt: at },
    };
    ports.engineUpkeep.extraVolumes.set(volume.name, volume);
    if (below(2) > 0) await ports.stateUpkeep.rememberOrphans([volume.name], at);
  }
  ports.stateUpkeep.garbage = { keys: below(2), attachments: below(3), execs: [] };
  const operations = createOperations(ports, operationsConfig.parse({ cleanupEnabled: false }));
  const admin = aCaller({ principal: { id: 'root', scopes: ['admin'] } });
  // What is being made has no files that anybody could have written.
  const rows = await ports.workspaces.list({ status: ['creating'] });
  const kept = () =>
    [...ports.engine.containers.values()]
      .filter((it) => it.persistent && !rows.some(({ id }) => id === it.id))
      .map(({ volume }) => volume);
  const call = async (name: string, dry_run: boolean) =>
    (await operations.client.call(name, admin, { dry_run })) as { actions: Entry[] };
  return { ports, call, kept };
}

interface Entry {
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly outcome: string;
}

it.each(['reconcile', 'garbage_collect'])('what %s previews is what it does', async (name) => {
  let actions = 0;
  for (let seed = 1; seed <= 150; seed += 1) {
    const { ports, call, kept } = await anything(seed);
    const persistent = kept();

    const preview = await call(name, true);
    expect(ports.engine.mutations).toEqual([]);
    const real = await call(name, false);

    const planned = real.actions.map((it) => ({ ...it, outcome: 'planned' }));
    expect(preview.actions, `seed ${seed}`).toEqual(planned);
    expect(real.actions.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
    expect((await call(name, false)).actions, `seed ${seed}, again`).toEqual([]);
    expect(persistent.filter((volume) => !ports.engine.volumes.has(volume))).toEqual([]);
    actions += real.actions.length;
  }
  expect(actions).toBeGreaterThan(150);
});
