import type { Caller, Exec, HostContainer, Workspace, WorkspaceId } from '@devbench/core';

import { execRow, workspaceRow } from './contracts/rows.ts';

/** A running workspace of alice. */
export function aWorkspace(change: Partial<Workspace> = {}): Workspace {
  const id = change.id ?? ('c_1' as WorkspaceId);
  return workspaceRow({ status: 'running', engineId: `engine-${id}`, ...change, id });
}

/** A queued command of alice in `c_1`. */
export function anExec(change: Partial<Exec> = {}): Exec {
  return execRow({ argv: ['true'], tty: false, ...change, id: change.id ?? 'e_1' });
}

export function aCaller(change: Partial<Caller> & { name?: string } = {}): Caller {
  const { name = 'alice', ...rest } = change;
  return {
    principal: { id: name, scopes: ['workspace'] },
    client: 'test',
    session: `${name}-session`,
    signal: new AbortController().signal,
    ...rest,
  };
}

/** A running container of somebody else; its name is its id. */
export const aHostContainer = (
  engineId: string,
  change: Partial<HostContainer> = {},
): HostContainer => ({
  engineId,
  names: [engineId],
  image: 'x',
  command: 'sleep',
  createdAt: new Date(0),
  state: 'running',
  status: 'Up',
  ports: [],
  labels: {},
  managed: false,
  ...change,
});
