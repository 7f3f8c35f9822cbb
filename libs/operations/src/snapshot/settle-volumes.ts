import { AppError, NO_SERVER, type Workspace, type WorkspaceId } from '@devbench/core';

import type { Services } from '../services.ts';
import { mayHoldData } from '../workspace/create-workspace.ts';
import { volumeName } from '../workspace/plan-workspace.ts';

type Settling = Pick<Services, 'workspaces' | 'spares' | 'copies' | 'engine' | 'servers'>;
const quietly = () => undefined;

/**
 * After a restore, however it ended: removes the spare volume and makes the container again if it was taken down,
 * on the files that the row names. Can be repeated at any point; what fails is left to whoever comes next.
 */
export async function settleVolumes(
  services: Settling,
  id: WorkspaceId,
  signal: AbortSignal,
): Promise<void> {
  try {
    await settle(services, id, signal);
  } catch (thrown) {
    const { spares, servers } = services;
    await spares.pass(id, servers.self, NO_SERVER).catch(() => undefined);
    throw thrown;
  }
}

async function settle(services: Settling, id: WorkspaceId, signal: AbortSignal): Promise<void> {
  const { workspaces, spares, copies } = services;
  const spare = (await spares.list()).find(({ workspaceId }) => workspaceId === id);
  let workspace = await workspaces.get(id);
  if (spare && spare.volume !== workspace?.volume) {
    await copies.discard(spare.volume);
    if (workspace && spare.volume === (await homeOf(workspace))) {
      // The next container of this alias looks for the files in this volume.
      await copies.load(
        workspace,
        { ...workspace, volume: spare.volume },
        { signal, onProgress: quietly },
      );
      await spares.swap(id);
      await copies.discard(workspace.volume);
      workspace = await workspaces.get(id);
    }
  }
  if (workspace && isTakenDown(workspace)) await rebuild(services, workspace, signal);
  await spares.remove(id);
}

/** Whether its container is gone, but not the workspace. */
export const isTakenDown = ({ status, engineId }: Workspace): boolean =>
  status === 'stopped' && engineId === '';

/** The name of the volume that outlives the workspace, if there is one. */
async function homeOf(workspace: Workspace): Promise<string | undefined> {
  return mayHoldData(workspace) ? volumeName(workspace.owner, workspace.id, workspace) : undefined;
}

async function rebuild(
  { workspaces, engine }: Settling,
  workspace: Workspace,
  signal: AbortSignal,
) {
  // Whoever tried before may have left the old container, or the new one.
  await engine.remove(workspace, { keepVolume: true });
  const { engineId, enforced } = await engine.create(workspace, signal, { filled: true });
  const row = await workspaces.get(workspace.id);
  if (row?.status !== 'stopped') {
    await engine.remove({ ...workspace, engineId }, { keepVolume: workspace.persistent });
    throw new AppError('container_not_found', `Container ${workspace.id} was removed meanwhile.`);
  }
  await workspaces.update(workspace.id, { engineId, enforced, status: 'running' });
}
