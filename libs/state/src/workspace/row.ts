import type { Enforced, Limits, StopCause, Workspace, WorkspaceId } from '@devbench/core';

import type { ContainerRow } from '../schema.ts';

export function toRow(workspace: Workspace): ContainerRow {
  return {
    id: workspace.id,
    owner: workspace.owner,
    alias: workspace.alias ?? null,
    session_id: workspace.sessionId ?? null,
    image: workspace.image,
    digest: workspace.digest ?? null,
    engine_id: workspace.engineId,
    volume: workspace.volume,
    status: workspace.status,
    persistent: Number(workspace.persistent),
    network: workspace.network,
    profile: workspace.profile,
    limits_json: limitsJson(workspace.limits),
    enforced_json: workspace.enforced ? JSON.stringify(workspace.enforced) : null,
    env_json: JSON.stringify(workspace.env),
    created_at: workspace.createdAt.getTime(),
    last_used_at: workspace.lastUsedAt.getTime(),
    expires_at: workspace.expiresAt?.getTime() ?? null,
    stopped_for: workspace.stoppedFor ?? null,
    server: workspace.server ?? null,
    keep_volume: workspace.keepVolume === undefined ? null : Number(workspace.keepVolume),
  };
}

export function fromRow(row: ContainerRow): Workspace {
  return {
    id: row.id as WorkspaceId,
    owner: row.owner,
    alias: row.alias ?? undefined,
    sessionId: row.session_id ?? undefined,
    image: row.image,
    digest: row.digest ?? undefined,
    engineId: row.engine_id,
    volume: row.volume,
    status: row.status as Workspace['status'],
    persistent: row.persistent === 1,
    network: row.network as Workspace['network'],
    profile: row.profile as Workspace['profile'],
    limits: JSON.parse(row.limits_json) as Limits,
    enforced: row.enforced_json === null ? undefined : (JSON.parse(row.enforced_json) as Enforced),
    env: JSON.parse(row.env_json) as Record<string, string>,
    createdAt: new Date(row.created_at),
    lastUsedAt: new Date(row.last_used_at),
    expiresAt: row.expires_at === null ? undefined : new Date(row.expires_at),
    ...(row.stopped_for !== null && { stoppedFor: row.stopped_for as StopCause }),
    ...(row.server !== null && { server: row.server }),
    ...(row.keep_volume !== null && { keepVolume: row.keep_volume === 1 }),
  };
}

/** The same text for the same limits, whoever made them: they are compared as text. */
const limitsJson = ({ memoryMb, cpus, pids, ...more }: Limits) =>
  JSON.stringify({ memoryMb, cpus, pids, ...more });
