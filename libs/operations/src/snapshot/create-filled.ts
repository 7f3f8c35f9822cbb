import { AppError, type Workspace } from '@devbench/core';

import type { CallOn } from '../operation.ts';
import { createWorkspace } from '../workspace/create-workspace.ts';

type FilledCall = CallOn<'none', 'workspaces' | 'engine' | 'spares' | 'copies' | 'servers'>;

/**
 * Reserves and makes a workspace whose first files `fill` copies into its volume; leaves nothing when that fails.
 * Rejects with `alias_taken` when an earlier workspace of its alias has left files.
 */
export async function createFilled(
  call: FilledCall,
  planned: Workspace,
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
  await workspaces.reserve(planned);
  // What is half filled must not be found by the next workspace of this alias.
  await spares.add({ workspaceId: planned.id, volume: planned.volume, server: servers.self });
  try {
    const workspace = await createWorkspace(call, planned, fill);
    await spares.remove(planned.id);
    return workspace;
  } catch (thrown) {
    await copies
      .discard(planned.volume)
      .then(() => spares.remove(planned.id))
      .catch(() => undefined);
    throw thrown;
  }
}
