import type { Branded } from '../branded.ts';

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
