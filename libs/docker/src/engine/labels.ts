import { type FoundWorkspace, NOBODY, type Workspace, type WorkspaceId } from '@devbench/core';

/** Everything that carries it is ours. */
export const MANAGED = 'com.mcp.devbench';
/** On volumes that hold an agent; shared by all workspaces. */
export const GUEST = 'com.mcp.devbench.guest';
/** On containers that only live for a moment; what is left of them is removed. */
export const SCRATCH = 'com.mcp.scratch';

interface Installation {
  readonly instance: string;
  readonly version: string;
}

/**
 * What container and volume of a workspace say about it. Labels cannot be changed: what was made for the warm pool
 * says so for good, and whose it is now only the state tells.
 */
export function labelsOf(workspace: Workspace, { instance, version }: Installation) {
  return {
    [MANAGED]: 'true',
    // An image may carry this label, and its containers would inherit it.
    [SCRATCH]: 'false',
    'com.mcp.container_id': workspace.id,
    'com.mcp.alias': workspace.alias ?? '',
    'com.mcp.owner': workspace.owner,
    'com.mcp.session': workspace.sessionId ?? '',
    'com.mcp.instance': instance,
    'com.mcp.version': version,
    'com.mcp.persistent': String(workspace.persistent),
    'com.mcp.created': workspace.createdAt.toISOString(),
    'com.mcp.expires': workspace.expiresAt?.toISOString() ?? '',
    ...(workspace.owner === NOBODY && { 'com.mcp.warm': 'true' }),
  };
}

/** The workspace that a labelled container claims to be. */
export function foundWorkspace(
  engineId: string,
  labels: Readonly<Record<string, string>>,
  running: boolean,
): FoundWorkspace {
  return {
    id: (labels['com.mcp.container_id'] ?? '') as WorkspaceId,
    engineId,
    instance: labels['com.mcp.instance'] ?? '',
    owner: labels['com.mcp.owner'] ?? '',
    running,
  };
}

/** The container of a workspace: by the engine's id, or by its name while that is not known. */
export function containerOf({ id, engineId }: Workspace): string {
  return engineId === '' ? containerName(id) : engineId;
}

export function containerName(id: WorkspaceId): string {
  return `devbench-${id}`;
}
