import { AppError, type WorkspaceId } from '@devbench/core';

import type { Services } from '../services.ts';
import { settleVolumes } from './settle-volumes.ts';

type Needed = Pick<Services, 'workspaces' | 'spares' | 'copies' | 'engine' | 'servers' | 'clock'>;

/** As `settleVolumes`, for what nobody works on any more. Rejects with `restore_running` when somebody does. */
export async function settleLeft(
  services: Needed,
  id: WorkspaceId,
  signal: AbortSignal,
): Promise<void> {
  const { spares, servers, clock } = services;
  const spare = (await spares.list()).find(({ workspaceId }) => workspaceId === id);
  const alive = await servers.alive(clock.now());
  const taken = spare && !alive.has(spare.server) && spares.pass(id, spare.server, servers.self);
  if (spare && !(await taken)) {
    throw new AppError('restore_running', `The files of container ${id} are being restored.`, {
      hint: 'Call again in a moment.',
    });
  }
  await settleVolumes(services, id, signal);
}
