import type { Snapshot } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { statusSchema } from '../workspace/workspace-fields.ts';
import { settleVolumes } from './settle-volumes.ts';
import {
  assertHasFiles,
  COPY_DEADLINE_MS,
  copyOptions,
  findReady,
  snapshotIdInput,
} from './snapshot-fields.ts';

const GRACE_MS = 5000;

type RestoreCall = CallOn<
  'workspace',
  'workspaces' | 'snapshots' | 'spares' | 'copies' | 'engine' | 'jobs' | 'servers' | 'ids'
>;

export const snapshotRestore = declare({
  name: 'snapshot_restore',
  toolset: 'more',
  target: 'workspace',
  summary:
    'Replace all files of a container by those of a snapshot. Ends what runs in it; its present files are lost.',
  effect: 'destroy',
  input: { snapshot_id: snapshotIdInput },
  output: { container_id: z.string(), status: statusSchema, snapshot_id: z.string() },
  audit: ({ snapshot_id }) => ({ snapshot_id }),
  render: ({ container_id, status, snapshot_id }) =>
    `${container_id} ${status}, with the files of ${snapshot_id}`,
  deadlineMs: () => COPY_DEADLINE_MS,
  async run(call: RestoreCall, { snapshot_id }) {
    const { workspace } = call;
    assertHasFiles(workspace);
    const snapshot = await findReady(call, snapshot_id);
    await restore(call, snapshot);
    return { container_id: workspace.id, status: 'running' as const, snapshot_id: snapshot.id };
  },
});

/**
 * The files are copied beside the present ones first. From the swap on the workspace has the new ones, before it the
 * old ones, whatever happens.
 */
async function restore(call: RestoreCall, snapshot: Snapshot): Promise<void> {
  const { workspace, spares, copies, servers, ids, signal } = call;
  const volume = `devbench-${workspace.id}-${ids.next('snap').slice('snap_'.length)}`;
  await spares.add({ workspaceId: workspace.id, volume, server: servers.self });
  try {
    await copies.load(snapshot, { ...workspace, volume }, copyOptions(call));
    signal.throwIfAborted();
    await takeDown(call);
    await spares.swap(workspace.id);
  } catch (thrown) {
    // Its failure must not hide the cause; what is left is settled at the next start.
    await settleVolumes(call, workspace.id, NEVER).catch(() => undefined);
    throw thrown;
  }
  // There is no way back from here, so nobody can cancel it.
  await settleVolumes(call, workspace.id, NEVER);
}

const NEVER = new AbortController().signal;

async function takeDown({ workspace, workspaces, jobs, engine }: RestoreCall): Promise<void> {
  await workspaces.update(workspace.id, { status: 'stopped', engineId: '' });
  await jobs.endAll(workspace, GRACE_MS);
  await engine.remove(workspace, { keepVolume: true });
  await jobs.abandonAll(workspace);
}
