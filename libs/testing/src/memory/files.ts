import {
  AppError,
  type ETag,
  type FileEngine,
  type FileEntry,
  type FileOperation,
  type FileOperationResult,
  type FileStat,
  type Packed,
  type SearchQuery,
  toAppError,
  type Workspace,
  type WorkspacePath,
  type WriteOptions,
} from '@devbench/core';

import { gathered, type MemoryArchive, packed, summaryOf, unpacked } from './archive.ts';
import { searchFiles } from './search-files.ts';

interface Node {
  readonly data: Uint8Array | undefined;
  readonly stat: FileStat;
}

/** Files and directories of all workspaces; no links, no owners. */
export class MemoryFiles implements FileEngine {
  /** What is watched; tests tell of changes themselves. */
  readonly watches = new Map<WorkspacePath, () => void>();
  readonly #nodes = new Map<string, Node>();
  #states = 0;

  async stat({ id }: Workspace, path: WorkspacePath): Promise<FileStat> {
    if (path === '') return this.#stat(undefined, 0o755);
    return this.#node(id, path).stat;
  }

  async read(
    { id }: Workspace,
    path: WorkspacePath,
    { offset, limit }: { offset: number; limit: number },
  ) {
    const { data, stat } = this.#node(id, path);
    if (!data) throw new AppError('is_a_directory', `${path} is a directory.`);
    return { stat, data: data.subarray(offset, offset + limit) };
  }

  async write(
    { id }: Workspace,
    path: WorkspacePath,
    data: Uint8Array,
    { mode, createParents, createOnly, ifMatch }: WriteOptions,
  ): Promise<FileStat> {
    const before = this.#nodes.get(`${id}/${path}`);
    if (createOnly && before) throw new AppError('file_exists', `${path} exists.`);
    this.#assertMatch(before, path, ifMatch);
    if (before && !before.data) throw new AppError('is_a_directory', `${path} is a directory.`);
    for (const parent of parentsOf(path)) {
      if (this.#nodes.has(`${id}/${parent}`)) continue;
      if (!createParents) throw new AppError('file_not_found', `${parent} does not exist.`);
      this.#nodes.set(`${id}/${parent}`, { data: undefined, stat: this.#stat(undefined, 0o755) });
    }
    const stat = this.#stat(data, mode ?? before?.stat.mode ?? 0o644);
    this.#nodes.set(`${id}/${path}`, { data, stat });
    return stat;
  }

  async writeFrom(
    workspace: Workspace,
    path: WorkspacePath,
    { size, data }: { readonly size: number; readonly data: AsyncIterable<Uint8Array> },
    { mode, overwrite }: { readonly mode: number; readonly overwrite: boolean },
  ): Promise<FileStat> {
    const whole = await gathered(data);
    if (whole.length !== size) throw new AppError('invalid_argument', 'The size is another.');
    const options = { mode, createParents: true, createOnly: !overwrite };
    return this.write(workspace, path, whole, options);
  }

  async delete(
    { id }: Workspace,
    path: WorkspacePath,
    { recursive, ifMatch }: { recursive: boolean; ifMatch?: string },
  ): Promise<void> {
    this.#assertMatch(this.#node(id, path), path, ifMatch);
    const inside = [...this.#nodes.keys()].filter((name) => name.startsWith(`${id}/${path}/`));
    if (inside.length > 0 && !recursive) {
      throw new AppError('directory_not_empty', `${path} is not empty.`);
    }
    for (const name of [`${id}/${path}`, ...inside]) this.#nodes.delete(name);
  }

  async watch(_: Workspace, path: WorkspacePath, changed: () => void) {
    this.watches.set(path, changed);
    return { close: () => void this.watches.delete(path) };
  }

  async batch(workspace: Workspace, operations: readonly FileOperation[]) {
    const before = new Map(this.#nodes);
    const results: FileOperationResult[] = [];
    for (const [index, operation] of operations.entries()) {
      try {
        results.push(await this.#operate(workspace, operation));
      } catch (thrown) {
        this.#nodes.clear();
        for (const [name, node] of before) this.#nodes.set(name, node);
        const { code, message } = toAppError(thrown);
        const data = { operation: index };
        throw new AppError(code, `operations.${index}: ${message}`, { data });
      }
    }
    return results;
  }

  search(workspace: Workspace, path: WorkspacePath, query: SearchQuery) {
    return searchFiles(this, workspace, path, query);
  }

  exportFrom({ id }: Workspace, path: WorkspacePath): Packed {
    const prefix = path === '' ? `${id}/` : `${id}/${path}/`;
    const files: MemoryArchive = [...this.#nodes].flatMap(([name, { data }]) =>
      data && name.startsWith(prefix)
        ? [[name.slice(prefix.length), Buffer.from(data).toString('base64')] as const]
        : [],
    );
    return {
      data: (async function* () {
        yield packed(files);
      })(),
      summary: () => summaryOf(files),
    };
  }

  async importTo(workspace: Workspace, path: WorkspacePath, archive: AsyncIterable<Uint8Array>) {
    const files = await unpacked(archive);
    for (const [name, base64] of files) {
      const place = (path === '' ? name : `${path}/${name}`) as WorkspacePath;
      const options = { createParents: true, createOnly: false };
      await this.write(workspace, place, Buffer.from(base64, 'base64'), options);
    }
    return summaryOf(files);
  }

  async list(
    { id }: Workspace,
    path: WorkspacePath,
    { recursive, after, limit }: { recursive: boolean; after?: WorkspacePath; limit: number },
  ) {
    if (path !== '' && this.#node(id, path).data) {
      throw new AppError('not_a_directory', `${path} is no directory.`);
    }
    const prefix = path === '' ? `${id}/` : `${id}/${path}/`;
    const entries = [...this.#nodes]
      .filter(([name]) => name.startsWith(prefix))
      .filter(([name]) => recursive || !name.slice(prefix.length).includes('/'))
      .map(([name, { stat }]): FileEntry => ({ ...stat, path: name.slice(id.length + 1) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .filter((entry) => after === undefined || entry.path > after);
    return { entries: entries.slice(0, limit), more: entries.length > limit };
  }

  async #operate(workspace: Workspace, operation: FileOperation): Promise<FileOperationResult> {
    const { path } = operation;
    switch (operation.op) {
      case 'read':
        return this.read(workspace, path, operation);
      case 'write': {
        const stat = await this.write(workspace, path, operation.data, operation.options);
        return { stat, data: undefined };
      }
      case 'delete':
        await this.delete(workspace, path, operation);
        return { stat: undefined, data: undefined };
      case 'mkdir': {
        const node = {
          data: undefined,
          stat: this.#stat(undefined, operation.options.mode ?? 0o755),
        };
        this.#nodes.set(`${workspace.id}/${path}`, node);
        return node;
      }
      case 'move':
      case 'copy':
        return this.#relocate(workspace, operation);
    }
  }

  /** Files only. */
  async #relocate(
    workspace: Workspace,
    { op, path, to, options: { ifMatch, ...rest } }: FileOperation & { op: 'move' | 'copy' },
  ): Promise<FileOperationResult> {
    const node = this.#node(workspace.id, path);
    this.#assertMatch(node, path, ifMatch);
    const options = { ...rest, mode: node.stat.mode };
    const stat = await this.write(workspace, to, node.data ?? new Uint8Array(), options);
    if (op === 'move') this.#nodes.delete(`${workspace.id}/${path}`);
    return { stat, data: undefined };
  }

  #node(id: string, path: string): Node {
    const node = this.#nodes.get(`${id}/${path}`);
    if (!node) throw new AppError('file_not_found', `${path} does not exist.`);
    return node;
  }

  #assertMatch(node: Node | undefined, path: string, ifMatch: string | undefined): void {
    if (ifMatch === undefined || node?.stat.etag === ifMatch) return;
    throw new AppError('etag_mismatch', `${path} has changed.`);
  }

  #stat(data: Uint8Array | undefined, mode: number): FileStat {
    this.#states += 1;
    return {
      type: data ? 'file' : 'directory',
      mode,
      size: data?.length ?? 0,
      mtime: new Date(1_700_000_000_000),
      uid: 1000,
      gid: 1000,
      etag: `etag-${this.#states}` as ETag,
      linkTarget: undefined,
    };
  }
}

const parentsOf = (path: string): string[] => {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
};
