import type { Workspace } from '@devbench/core';

import type { Services } from '../operation.ts';
import { mayHoldData } from './create-workspace.ts';
import { removeWorkspace } from './remove-workspace.ts';
import { SPAWN_DEADLINE_MS } from './spawn.ts';

const PAGE = 100;

/**
 * Undoes what dead servers began to create, and finishes what they began to remove. While another server is alive,
 * a young row may be its work and stays.
 */
export async function finishInterrupted(services: Services, signal: AbortSignal): Promise<void> {
  const { workspaces, servers, clock } = services;
  const now = clock.now();
  const alone = [...(await servers.alive(now))].every((server) => server === servers.self);
  const isWork = ({ status, createdAt }: Workspace) =>
    status === 'creating' && !alone && now.getTime() - createdAt.getTime() < SPAWN_DEADLINE_MS;
  for (let after: string | undefined; !signal.aborted;) {
    const rows = await workspaces.list({
      status: ['creating', 'removing'],
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    for (const workspace of rows) {
      if (!isWork(workspace)) await remove(services, workspace).catch(() => undefined);
    }
    after = rows.at(-1)?.id;
    if (rows.length < PAGE) return;
  }
}

/** Whether its files were to be kept is not on the row, so what may be wanted stays. */
async function remove(services: Services, workspace: Workspace): Promise<void> {
  const keepVolume =
    workspace.status === 'creating' ? mayHoldData(workspace) : workspace.persistent;
  await removeWorkspace(services, workspace, { graceMs: 0, keepVolume });
}
