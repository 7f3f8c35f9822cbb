import type { Branded } from '../branded.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { WorkspacePath } from './workspace-path.ts';

/** Stands for one state of a file; opaque, equal only for equal states. */
export type ETag = Branded<string, 'ETag'>;

export type FileType =
  'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'character_device' | 'block_device';

export interface FileStat {
  readonly type: FileType;
  /** The twelve permission bits. */
  readonly mode: number;
  readonly size: number;
  readonly mtime: Date;
  readonly uid: number;
  readonly gid: number;
  readonly etag: ETag;
  readonly linkTarget: string | undefined;
}

export interface FileEntry extends FileStat {
  /** Below the workspace; bytes that are no UTF-8 appear as U+FFFD. */
  readonly path: string;
}

export interface WriteOptions {
  readonly mode?: number;
  readonly createParents: boolean;
  /** Rejects with `file_exists` when there is something. */
  readonly createOnly: boolean;
  /** Rejects with `etag_mismatch` when the file is missing or has another state. */
  readonly ifMatch?: string;
}

/**
 * Files of a workspace. The kernel confines every path; preconditions go down with the call and are judged there.
 * Every method may reject with `file_not_found`, `permission_denied`, `path_outside_workspace`,
 * `not_a_directory`, `guest_unavailable`, `engine_unavailable`.
 */
export interface FileEngine {
  stat(workspace: Workspace, path: WorkspacePath): Promise<FileStat>;
  /** `data` has at most `limit` bytes from `offset` on. Also `is_a_directory`, `not_a_regular_file`. */
  read(
    workspace: Workspace,
    path: WorkspacePath,
    range: { offset: number; limit: number },
  ): Promise<{ stat: FileStat; data: Uint8Array }>;
  /** Old or new content, never a mixture. Also `file_exists`, `etag_mismatch`, `no_space`. */
  write(
    workspace: Workspace,
    path: WorkspacePath,
    data: Uint8Array,
    options: WriteOptions,
  ): Promise<FileStat>;
  /** Also `directory_not_empty`, `is_a_directory`, `etag_mismatch`. */
  delete(
    workspace: Workspace,
    path: WorkspacePath,
    options: { recursive: boolean; ifMatch?: string },
  ): Promise<void>;
  /** In a stable order, strictly after the path `after` when given. */
  list(
    workspace: Workspace,
    path: WorkspacePath,
    options: { recursive: boolean; after?: WorkspacePath; limit: number },
  ): Promise<{ entries: readonly FileEntry[]; more: boolean }>;
}
