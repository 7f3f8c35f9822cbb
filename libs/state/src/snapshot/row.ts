import type { Profile, Snapshot, SnapshotId, SnapshotStatus, WorkspaceId } from '@devbench/core';

import type { SnapshotRow } from '../schema.ts';

export function toRow({ origin, ...snapshot }: Snapshot): SnapshotRow {
  return {
    id: snapshot.id,
    owner: snapshot.owner,
    name: snapshot.name ?? null,
    volume: snapshot.volume,
    status: snapshot.status,
    server: snapshot.server,
    container_id: origin.workspaceId,
    alias: origin.alias ?? null,
    image: origin.image,
    profile: origin.profile,
    bytes: snapshot.bytes,
    files: snapshot.files,
    created_at: snapshot.createdAt.getTime(),
  };
}

export function fromRow(row: SnapshotRow): Snapshot {
  return {
    id: row.id as SnapshotId,
    owner: row.owner,
    name: row.name ?? undefined,
    volume: row.volume,
    status: row.status as SnapshotStatus,
    server: row.server,
    origin: {
      workspaceId: row.container_id as WorkspaceId,
      alias: row.alias ?? undefined,
      image: row.image,
      profile: row.profile as Profile,
    },
    bytes: row.bytes,
    files: row.files,
    createdAt: new Date(row.created_at),
  };
}
