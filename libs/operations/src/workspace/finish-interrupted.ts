import type { Workspace } from '@devbench/core';

import type { Services } from '../operation.ts';
import { mayHoldData } from './create-workspace.ts';
import { removeWorkspace } from './remove-workspace.ts';
import { SPAWN_DEADLINE_MS } from './spawn-deadline.ts';

const PAGE = 100;

/**
 * What dead servers began to create or to remove. To be asked before this server takes calls: what is begun later is
 * its own. While another server is alive, a young row may be its work and is left out.
 */
export async function findInterrupted(services: Services): Promise<readonly Workspace[]> {
  const { workspaces, servers, clock } = services;
  const now = clock.now();
  const alone = [...(await servers.alive(now))].every((server) => server === servers.self);
  const isWork = ({ status, createdAt }: Workspace) =>
    status === 'creating' && !alone && now.getTime() - createdAt.getTime() < SPAWN_DEADLINE_MS;
  const found: Workspace[] = [];
  for (let after: string | undefined; ;) {
    const rows = await workspaces.list({
      status: ['creating', 'removing'],
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    found.push(...rows.filter((row) => !isWork(row)));
    after = rows.at(-1)?.id;
    if (rows.length < PAGE) return found;
  }
}

/** Undoes what was being created, and finishes what was being removed. */
export async function finishInterrupted(
  services: Services,
  interrupted: readonly Workspace[],
  signal: AbortSignal,
): Promise<void> {
  for (const workspace of interrupted) {
    if (signal.aborted) return;
    await remove(services, workspace).catch(() => undefined);
  }
}

/** Whether its files were to be kept is not on the row, so what may be wanted stays. */
async function remove(services: Services, workspace: Workspace): Promise<void> {
  const keepVolume =
    workspace.status === 'creating' ? mayHoldData(workspace) : workspace.persistent;
  await removeWorkspace(services, workspace, { graceMs: 0, keepVolume });
}
