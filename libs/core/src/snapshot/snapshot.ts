import type { Branded } from '../branded.ts';
import type { Profile, WorkspaceId } from '../workspace/workspace.ts';

export type SnapshotId = Branded<string, 'SnapshotId'>;
export type SnapshotStatus = 'creating' | 'ready' | 'removing';

/** The files of a workspace as they were at one moment; outlives the workspace. */
export interface Snapshot {
  readonly id: SnapshotId;
  readonly owner: string;
  readonly name: string | undefined;
  readonly volume: string;
  readonly status: SnapshotStatus;
  /** The server that makes or removes it. */
  readonly server: string;
  /** The workspace may be gone. */
  readonly origin: {
    readonly workspaceId: WorkspaceId;
    readonly alias: string | undefined;
    readonly image: string;
    readonly profile: Profile;
  };
  /** Content without holes; 0 until it is ready. */
  readonly bytes: number;
  readonly files: number;
  readonly createdAt: Date;
}
