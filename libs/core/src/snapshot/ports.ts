import type { Workspace, WorkspaceId } from '../workspace/workspace.ts';
import type { Snapshot, SnapshotId, SnapshotStatus } from './snapshot.ts';

export interface SnapshotFilter {
  readonly owner?: string;
  readonly workspaceId?: WorkspaceId;
  readonly status?: readonly SnapshotStatus[];
  /** Only snapshots whose id is greater, in the order of ids. */
  readonly after?: string;
  readonly limit?: number;
}

export type SnapshotChange = Partial<Pick<Snapshot, 'status' | 'server' | 'bytes' | 'files'>>;

/** Remembers snapshots. All methods reject with `state_unavailable` when the state cannot be reached. */
export interface SnapshotRepository {
  /** Writes the row before the engine is touched. Rejects with `quota_exceeded` when the owner has `most`. */
  reserve(snapshot: Snapshot, most: number): Promise<void>;
  /** Of one owner; anybody else's does not exist. */
  find(owner: string, id: string): Promise<Snapshot | undefined>;
  update(id: SnapshotId, change: SnapshotChange): Promise<void>;
  remove(id: SnapshotId): Promise<void>;
  list(filter: SnapshotFilter): Promise<readonly Snapshot[]>;
}

/** A volume of a workspace that is not its files: not yet, or no longer. */
export interface SpareVolume {
  readonly workspaceId: WorkspaceId;
  readonly volume: string;
  /** The server that works with it; `NO_SERVER` when whoever did has given up. */
  readonly server: string;
}

export const NO_SERVER = '';

/** Remembers what has to be removed after a crash. Rejects with `state_unavailable`. */
export interface SpareVolumes {
  /** One per workspace. Rejects with `restore_running` when there is one. */
  add(spare: SpareVolume): Promise<void>;
  /**
   * In one step the spare volume becomes the workspace's, whose own becomes the spare one.
   * Rejects with `container_not_found` when the workspace or its spare volume is gone.
   */
  swap(workspaceId: WorkspaceId): Promise<void>;
  /** From one server to another; false, and nothing changes, when the first one does not have it any more. */
  pass(workspaceId: WorkspaceId, from: string, to: string): Promise<boolean>;
  remove(workspaceId: WorkspaceId): Promise<void>;
  list(): Promise<readonly SpareVolume[]>;
}

export interface Copied {
  /** Content without holes. */
  readonly bytes: number;
  readonly files: number;
  /** Sockets and devices, which are not copied. */
  readonly skipped: number;
}

export interface CopyOptions {
  /** An abort ends the copy. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Pick<Copied, 'bytes' | 'files'>) => void;
}

/**
 * Copies the files of workspaces into new volumes. A workspace that runs is paused meanwhile, for a bounded time;
 * `deadline_exceeded` when that is not enough. A copy that fails leaves no volume.
 * Methods reject with `engine_unavailable`, `guest_unavailable`, `no_space`, `call_cancelled`.
 */
export interface SnapshotEngine {
  save(workspace: Workspace, snapshot: Snapshot, options: CopyOptions): Promise<Copied>;
  /** Fills the volume that `workspace` names from one that nobody writes to. */
  load(
    source: Pick<Snapshot, 'volume'>,
    workspace: Workspace,
    options: CopyOptions,
  ): Promise<Copied>;
  /** Fills the volume that `workspace` names. */
  clone(source: Workspace, workspace: Workspace, options: CopyOptions): Promise<Copied>;
  exists(volume: string): Promise<boolean>;
  /** Removes a volume and ends what copies from or to it; fine when it is gone. */
  discard(volume: string): Promise<void>;
  /** Lets go on what is paused and not being copied: its server was killed. */
  thaw(): Promise<void>;
}
