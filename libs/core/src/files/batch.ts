import type { FileStat, WriteOptions } from './file.ts';
import type { WorkspacePath } from './workspace-path.ts';

interface OnPath {
  readonly path: WorkspacePath;
}

export interface RelocateOptions {
  readonly createParents: boolean;
  /** `file_exists` when there is something at `to`. */
  readonly createOnly: boolean;
  /** Of what is moved or copied. */
  readonly ifMatch?: string;
}

interface Relocation extends OnPath {
  readonly to: WorkspacePath;
  readonly options: RelocateOptions;
}

/** One operation of a batch. */
export type FileOperation =
  | (OnPath & { readonly op: 'read'; readonly offset: number; readonly limit: number })
  | (OnPath & { readonly op: 'write'; readonly data: Uint8Array; readonly options: WriteOptions })
  | (OnPath & { readonly op: 'delete'; readonly recursive: boolean; readonly ifMatch?: string })
  | (OnPath & { readonly op: 'mkdir'; readonly options: Omit<WriteOptions, 'ifMatch'> })
  | (Relocation & { readonly op: 'move' })
  | (Relocation & { readonly op: 'copy'; readonly recursive: boolean });

export interface FileOperationResult {
  /** The state that it left or read; none after a deletion. */
  readonly stat: FileStat | undefined;
  /** Of a read. */
  readonly data: Uint8Array | undefined;
}
