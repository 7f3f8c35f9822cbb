import { AppError } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { removeSnapshot } from './remove-snapshot.ts';
import { snapshotIdInput } from './snapshot-fields.ts';

export const snapshotDelete = declare({
  name: 'snapshot_delete',
  toolset: 'more',
  target: 'none',
  summary: 'Remove a snapshot for good. Containers that were made from it keep their files.',
  effect: 'destroy',
  input: { snapshot_id: snapshotIdInput },
  output: { snapshot_id: z.string() },
  audit: ({ snapshot_id }) => ({ snapshot_id }),
  render: ({ snapshot_id }) => `${snapshot_id} removed`,
  async run(call: CallOn<'none', 'snapshots' | 'copies' | 'servers'>, { snapshot_id }) {
    const snapshot = await call.snapshots.find(call.caller.principal.id, snapshot_id);
    if (!snapshot) {
      throw new AppError('snapshot_not_found', `There is no snapshot ${snapshot_id}.`);
    }
    call.about(snapshot.id);
    await removeSnapshot(call, snapshot);
    return { snapshot_id: snapshot.id };
  },
});
