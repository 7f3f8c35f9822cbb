import type { Quota } from './quota.ts';
import type { Workspace, WorkspaceId } from './workspace.ts';

/** Owns what waits in the warm pool; no principal has this id. */
export const NOBODY = '';

/** The rows of the warm pool; they are `creating`, then `warm`. All methods reject with `state_unavailable`. */
export interface WarmRepository {
  /** Writes the row of one more of nobody's, unless there are `size` like it. Answers whether it did. */
  reserveWarm(workspace: Workspace, size: number): Promise<boolean>;
  /**
   * Takes one that is like `planned` out of the pool, for good and never for two, and gives it the owner, alias,
   * session, environment and times of `planned`. Rejects with `alias_taken`, and with `quota_exceeded` when the owner
   * has no room for one more.
   */
  claimWarm(planned: Workspace, quota?: Quota): Promise<Workspace | undefined>;
  /** From `warm` to `removing`. Answers whether it was still in the pool. */
  retireWarm(id: WorkspaceId): Promise<boolean>;
}

/** What cannot be changed after a container was made. */
export type Kind = Pick<Workspace, 'image' | 'network' | 'profile' | 'limits'>;

export function isLike(one: Kind, other: Kind): boolean {
  return (
    one.image === other.image &&
    one.network === other.network &&
    one.profile === other.profile &&
    one.limits.memoryMb === other.limits.memoryMb &&
    one.limits.cpus === other.limits.cpus &&
    one.limits.pids === other.limits.pids
  );
}
