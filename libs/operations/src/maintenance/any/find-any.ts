import { AppError, type Exec, type Ports, type Workspace, type WorkspaceId } from '@devbench/core';

import type { CallContext } from '../../operation.ts';

/** By id, whoever owns it: for administrators. Rejects with `container_not_found`. */
export async function findAny(
  { workspaces, about }: Pick<Ports, 'workspaces'> & Pick<CallContext, 'about'>,
  id: string,
): Promise<Workspace> {
  const workspace = await workspaces.get(id as WorkspaceId);
  if (!workspace) throw new AppError('container_not_found', `There is no container ${id}.`);
  about(workspace.id);
  return workspace;
}

/** A command of such a container. Rejects with `container_not_found`, `exec_not_found`. */
export async function findAnyExec(
  call: Pick<Ports, 'workspaces' | 'execs'> & Pick<CallContext, 'about'>,
  { container_id, exec_id }: { container_id: string; exec_id: string },
): Promise<Exec> {
  const { id, owner } = await findAny(call, container_id);
  const exec = await call.execs.find(owner, exec_id);
  if (exec?.workspaceId !== id)
    throw new AppError('exec_not_found', `There is no command ${exec_id} in ${container_id}.`);
  call.about(exec.id);
  return exec;
}
