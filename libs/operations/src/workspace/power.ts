import type { Ports, StopCause, Workspace, WorkspaceId } from '@devbench/core';

import type { ExecJobs } from '../exec/jobs.ts';

type Parts = Pick<Ports, 'workspaces' | 'engine'> & { readonly jobs: ExecJobs };

/** Starts and stops workspaces: of one, one after the other. */
export interface Power {
  /** Rejects as `WorkspaceEngine.start`. */
  start(workspace: Workspace): Promise<Workspace>;
  /** Ends what runs first. Its row says why it was stopped, when no caller did it. */
  stop(workspace: Workspace, graceMs: number, cause?: StopCause): Promise<void>;
}

export function createPower({ workspaces, engine, jobs }: Parts): Power {
  const last = new Map<WorkspaceId, Promise<unknown>>();

  const inTurn = async <T>({ id }: Workspace, work: () => Promise<T>): Promise<T> => {
    const turn = (last.get(id) ?? Promise.resolve()).then(work, work);
    last.set(id, turn);
    try {
      return await turn;
    } finally {
      if (last.get(id) === turn) last.delete(id);
    }
  };

  return {
    start: (workspace) =>
      inTurn(workspace, async () => {
        await engine.start(workspace);
        const change = { status: 'running', stoppedFor: undefined } as const;
        await workspaces.update(workspace.id, change);
        return { ...workspace, ...change };
      }),
    stop: (workspace, graceMs, cause) =>
      inTurn(workspace, async () => {
        await workspaces.update(workspace.id, { status: 'stopped', stoppedFor: cause });
        await jobs.endAll(workspace, graceMs);
        await engine.stop(workspace, graceMs);
        await jobs.abandonAll(workspace);
      }),
  };
}
