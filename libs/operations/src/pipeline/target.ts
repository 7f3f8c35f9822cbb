import {
  AppError,
  type Clock,
  type ExecRepository,
  type Workspace,
  type WorkspaceRepository,
} from '@devbench/core';

import type { Call } from './call.ts';
import type { Step } from './compose.ts';

interface Finders {
  readonly workspaces: WorkspaceRepository;
  readonly execs: ExecRepository;
  readonly clock: Clock;
}

/** Finds what the call is about. Someone else's does not exist, so ids cannot be probed. */
export const target = ({ workspaces, execs, clock }: Finders): Step => {
  const used = (call: Call, workspace: Workspace, subject: string) => {
    call.findings.subject = subject;
    workspaces.touch(workspace.id, clock.now());
  };
  return async (call, next) => {
    const owner = call.caller.principal.id;
    switch (call.operation.target) {
      case 'none':
        return next();
      case 'workspace': {
        const name = call.input.container_id as string;
        const workspace = await workspaces.find(owner, name);
        if (!workspace) throw new AppError('container_not_found', `There is no container ${name}.`);
        used(call, workspace, workspace.id);
        return next({ workspace });
      }
      case 'exec': {
        const id = call.input.exec_id as string;
        const exec = await execs.find(owner, id);
        const workspace = exec && (await workspaces.find(owner, exec.workspaceId));
        if (!workspace) throw new AppError('exec_not_found', `There is no command ${id}.`);
        used(call, workspace, exec.id);
        return next({ workspace, exec });
      }
    }
  };
};
