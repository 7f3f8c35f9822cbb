import type { WorkspaceChange } from '@devbench/core';

import type { ContainerRow } from '../schema.ts';

/** The columns of a change: a key that is there with `undefined` clears, one that is not there stays. */
export function changedColumns(change: WorkspaceChange): Partial<ContainerRow> {
  const has = (key: keyof WorkspaceChange) => Object.hasOwn(change, key);
  return {
    ...(change.engineId !== undefined && { engine_id: change.engineId }),
    ...(change.status !== undefined && { status: change.status }),
    ...(change.lastUsedAt !== undefined && { last_used_at: change.lastUsedAt.getTime() }),
    ...(change.keepVolume !== undefined && { keep_volume: Number(change.keepVolume) }),
    ...(has('digest') && { digest: change.digest ?? null }),
    ...(has('alias') && { alias: change.alias ?? null }),
    ...(has('sessionId') && { session_id: change.sessionId ?? null }),
    ...(has('expiresAt') && { expires_at: change.expiresAt?.getTime() ?? null }),
    ...(has('stoppedFor') && { stopped_for: change.stoppedFor ?? null }),
    ...(has('enforced') && {
      enforced_json: change.enforced ? JSON.stringify(change.enforced) : null,
    }),
  };
}
