import { AppError, type Workspace } from '@devbench/core';

import type { CallContext } from '../operation.ts';
import type { Services } from '../services.ts';
import { settleLeft } from '../snapshot/settle-left.ts';
import { isTakenDown } from '../snapshot/settle-volumes.ts';

export type StartCall = Pick<CallContext, 'signal'> &
  Pick<Services, 'workspaces' | 'engine' | 'spares' | 'copies' | 'power' | 'servers' | 'clock'>;

/**
 * Starts what was stopped, and makes the container again that a restore has taken down and nobody made.
 * Rejects as `WorkspaceEngine.start`, and with `restore_running`.
 */
export async function startWorkspace(call: StartCall, workspace: Workspace): Promise<Workspace> {
  const { workspaces, power, signal } = call;
  if (!isTakenDown(workspace)) return power.start(workspace);
  await settleLeft(call, workspace.id, signal);
  const now = await workspaces.get(workspace.id);
  if (now) return now;
  throw new AppError('container_not_found', `Container ${workspace.id} was removed meanwhile.`);
}
