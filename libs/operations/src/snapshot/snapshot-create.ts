import type { Snapshot, SnapshotId } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { removeSnapshot } from './remove-snapshot.ts';
import {
  assertHasFiles,
  COPY_DEADLINE_MS,
  copyOptions,
  snapshotFields,
  toFields,
} from './snapshot-fields.ts';

type CreateCall = CallOn<
  'workspace',
  'snapshots' | 'copies' | 'servers' | 'ids' | 'clock' | 'config' | 'diskUse'
>;

export const snapshotCreate = declare({
  name: 'snapshot_create',
  toolset: 'more',
  target: 'workspace',
  summary:
    'Keep a copy of the files of a container, all as of one moment; what runs in it is paused meanwhile. ' +
    'For snapshot_restore and for from_snapshot of spawn. It outlives the container.',
  effect: 'write',
  input: { name: z.string().min(1).max(128).optional() },
  output: { ...snapshotFields, skipped: z.number().describe('Sockets and devices') },
  audit: ({ name = null }) => ({ name }),
  render: ({ snapshot_id, container_id, bytes, files }) =>
    `${snapshot_id} of ${container_id}: ${bytes} bytes in ${files} files`,
  deadlineMs: () => COPY_DEADLINE_MS,
  async stillHolds({ snapshots }, owner, { snapshot_id }) {
    return (await snapshots.find(owner, snapshot_id))?.status === 'ready';
  },
  async run(call: CreateCall, { name }) {
    const { workspace, snapshots, copies, config } = call;
    assertHasFiles(workspace);
    call.diskUse.assertRoom(workspace.owner);
    const planned = planSnapshot(call, name);
    call.about(planned.id);
    await snapshots.reserve(planned, config.snapshotsPerPrincipal);
    try {
      const { skipped, ...size } = await copies.save(workspace, planned, copyOptions(call));
      const change = { ...size, status: 'ready' } as const;
      await snapshots.update(planned.id, change);
      return { ...toFields({ ...planned, ...change }), skipped };
    } catch (thrown) {
      // Its failure must not hide the cause; a row that stays is undone at the next start.
      await removeSnapshot(call, planned).catch(() => undefined);
      throw thrown;
    }
  },
});

function planSnapshot(call: CreateCall, name: string | undefined): Snapshot {
  const { workspace, ids, clock, servers } = call;
  const id = ids.next('snap') as SnapshotId;
  const { id: workspaceId, alias, image, profile } = workspace;
  return {
    id,
    owner: workspace.owner,
    name,
    volume: `devbench-${id.replace('_', '-')}`,
    status: 'creating',
    server: servers.self,
    origin: { workspaceId, alias, image, profile },
    bytes: 0,
    files: 0,
    createdAt: clock.now(),
  };
}
