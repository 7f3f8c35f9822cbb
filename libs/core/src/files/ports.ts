import type { Workspace } from '../workspace/workspace.ts';
import type { ArchiveSummary, ExportOptions, ImportOptions, Packed } from './archive.ts';
import type { FileOperation, FileOperationResult } from './batch.ts';
import type { FileEntry, FileStat, WriteOptions } from './file.ts';
import type { SearchQuery, SearchResult } from './search.ts';
import type { WorkspacePath } from './workspace-path.ts';

/** What somebody follows, until it is closed. */
export interface FileWatch {
  close(): void;
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
  /**
   * Writes as `write` does, whatever size it has, as the content comes: exactly `size` bytes, else nothing is
   * written. Makes parents. Also `invalid_argument` when it is cut, `file_exists` unless `overwrite`.
   */
  writeFrom(
    workspace: Workspace,
    path: WorkspacePath,
    content: { readonly size: number; readonly data: AsyncIterable<Uint8Array> },
    options: { readonly mode: number; readonly overwrite: boolean; readonly signal: AbortSignal },
  ): Promise<FileStat>;
  /** Also `directory_not_empty`, `is_a_directory`, `etag_mismatch`. */
  delete(
    workspace: Workspace,
    path: WorkspacePath,
    options: { recursive: boolean; ifMatch?: string },
  ): Promise<void>;
  /**
   * All of them in order, or none: preconditions are judged before anything is changed. A failure has the number
   * of its operation in `data.operation` and in its message, counted from 0. Also `too_large`, and what the
   * operations alone reject with.
   */
  batch(
    workspace: Workspace,
    operations: readonly FileOperation[],
  ): Promise<readonly FileOperationResult[]>;
  /**
   * Looks for a pattern in the contents of a file, or of all text files in a directory. Ends in bounded time with
   * what it found, whatever pattern and files are. Also `invalid_argument` for the pattern.
   */
  search(
    workspace: Workspace,
    path: WorkspacePath,
    query: SearchQuery,
    signal: AbortSignal,
  ): Promise<SearchResult>;
  /** A tree, or one file, as a tar archive. Failures come while it is read. */
  exportFrom(workspace: Workspace, path: WorkspacePath, options: ExportOptions): Packed;
  /**
   * Unpacks a tar archive, with gzip or without, below a directory. What is complete stays when it fails, and the
   * message says how much. Also `invalid_argument` for what is no archive or a cut one, `too_large`, `no_space`.
   */
  importTo(
    workspace: Workspace,
    path: WorkspacePath,
    archive: AsyncIterable<Uint8Array>,
    options: ImportOptions,
  ): Promise<ArchiveSummary>;
  /**
   * Calls `changed` soon after a file, or anything in a directory, has changed, ten times a second at most. Goes on
   * when the path goes and comes back, and when the container or its connection does; what may have been missed
   * counts as a change. Also `quota_exceeded`.
   */
  watch(workspace: Workspace, path: WorkspacePath, changed: () => void): Promise<FileWatch>;
  /** In a stable order, strictly after the path `after` when given. */
  list(
    workspace: Workspace,
    path: WorkspacePath,
    options: { recursive: boolean; after?: WorkspacePath; limit: number },
  ): Promise<{ entries: readonly FileEntry[]; more: boolean }>;
}
