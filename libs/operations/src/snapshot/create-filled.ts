import { AppError, NO_SERVER, type Quota, type Workspace } from '@devbench/core';

import type { CallOn } from '../operation.ts';
import { createWorkspace } from '../workspace/create-workspace.ts';

type FilledCall = CallOn<'none', 'workspaces' | 'engine' | 'spares' | 'copies' | 'servers'>;

/**
 * Reserves and makes a workspace whose first files `fill` copies into its volume; leaves nothing when that fails.
 * Rejects with `alias_taken` when an earlier workspace of its alias has left files, and with `quota_exceeded`.
 */
export async function createFilled(
  call: FilledCall,
  planned: Workspace,
  quota: Quota,
  fill: (workspace: Workspace) => Promise<unknown>,
): Promise<Workspace> {
  const { workspaces, spares, copies, servers } = call;
  if (await copies.exists(planned.volume)) {
    throw new AppError(
      'alias_taken',
      `There are files of ${planned.alias ?? planned.id} already.`,
      {
        hint: 'Choose another alias, or spawn it as it is and call snapshot_restore.',
      },
    );
  }
  await workspaces.reserve(planned, quota);
  // What is half filled must not be found by the next workspace of this alias.
  await spares.add({ workspaceId: planned.id, volume: planned.volume, server: servers.self });
  try {
    const workspace = await createWorkspace(call, planned, { fill });
    await spares.remove(planned.id);
    return workspace;
  } catch (thrown) {
    await copies
      .discard(planned.volume)
      .then(() => spares.remove(planned.id))
      .catch(() => spares.pass(planned.id, servers.self, NO_SERVER))
      .catch(() => undefined);
    throw thrown;
  }
}
