import type { Snapshot } from '@devbench/core';
import { MANAGED } from '../engine/labels.ts';

/** On containers that copy. */
export const COPY = 'com.mcp.copy';
/** Seconds since 1970, after which a copy belongs to nobody. */
export const UNTIL = 'com.mcp.until';
export const INSTANCE = 'com.mcp.instance';
/** On volumes that are snapshots; they are never anybody's orphans while there is a row. */
export const SNAPSHOT = 'com.mcp.snapshot_id';

/** What the volume of a snapshot says about it. */
export const snapshotLabels = (
  { id, owner, name, origin, createdAt }: Snapshot,
  { instance, version }: { readonly instance: string; readonly version: string },
) => ({
  [MANAGED]: 'true',
  [SNAPSHOT]: id,
  'com.mcp.snapshot_name': name ?? '',
  'com.mcp.origin': origin.workspaceId,
  'com.mcp.owner': owner,
  [INSTANCE]: instance,
  'com.mcp.version': version,
  'com.mcp.created': createdAt.toISOString(),
});
