import {
  type FoundWorkspace,
  NOBODY,
  WORKSPACE_PATH,
  type Workspace,
  type WorkspaceId,
} from '@devbench/core';
import type Dockerode from 'dockerode';

/** Everything that carries it is ours. */
export const MANAGED = 'com.mcp.devbench';
/** On volumes that hold an agent; shared by all workspaces. */
export const GUEST = 'com.mcp.devbench.guest';
/** On containers that only live for a moment; what is left of them is removed. */
export const SCRATCH = 'com.mcp.scratch';
/** How the name of a volume begins that an alias finds again. */
export const PERSISTENT_VOLUME = 'devbench-persistent-';

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

/** The workspace that a listed container claims to be. */
export function foundWorkspace(
  { Id, Names, Labels, Mounts, State }: Dockerode.ContainerInfo,
  instance: string,
): FoundWorkspace {
  const id = (Labels['com.mcp.container_id'] ?? '') as WorkspaceId;
  const mount = Mounts.find(({ Destination }) => Destination === WORKSPACE_PATH);
  const volume = mount?.Type === 'volume' ? (mount.Name ?? '') : '';
  const ours =
    Labels['com.mcp.instance'] === instance &&
    Names.includes(`/${containerName(id)}`) &&
    (volume === containerName(id) || volume.startsWith(PERSISTENT_VOLUME));
  return {
    id,
    engineId: Id,
    instance: Labels['com.mcp.instance'] ?? '',
    owner: Labels['com.mcp.owner'] ?? '',
    running: State === 'running',
    ours,
    volume,
    persistent: Labels['com.mcp.persistent'] === 'true' || volume.startsWith(PERSISTENT_VOLUME),
  };
}

/** The container of a workspace: by the engine's id, or by its name while that is not known. */
export function containerOf({ id, engineId }: Workspace): string {
  return engineId === '' ? containerName(id) : engineId;
}

export function containerName(id: WorkspaceId): string {
  return `devbench-${id}`;
}
