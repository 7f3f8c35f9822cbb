import type { Reply, Session } from './session.ts';
import type { TestWorkspace } from './workspace.ts';

/** What the file tools answer, as far as tests look at it. */
export interface FileAnswer {
  readonly path: string;
  readonly content: string;
  readonly encoding: string;
  readonly etag: string;
  readonly size: number;
  readonly mode: string;
  readonly type: string;
  readonly entries: readonly FileAnswer[];
  readonly next_cursor: string | null;
}

/** The file tools on one workspace. */
export function filesOf(session: Session, { id: container_id }: Pick<TestWorkspace, 'id'>) {
  return {
    call: (name: string, input: object): Promise<Reply> =>
      session.call(name, { container_id, ...input }),
    data: (name: string, input: object): Promise<FileAnswer> =>
      session.data<FileAnswer>(name, { container_id, ...input }),
    batch: (...operations: object[]): Promise<Reply> =>
      session.call('fs_batch', { container_id, operations }),
  };
}

export type Files = ReturnType<typeof filesOf>;

/** Every tool that takes a path, with arguments that let it do its work there. */
export const ON_PATH: readonly (readonly [string, (path: string) => object])[] = [
  ['fs_read', (path) => ({ path })],
  ['fs_write', (path) => ({ path, content: 'PWNED' })],
  ['fs_edit', (path) => ({ path, edits: [{ old_text: 'SECRET', new_text: 'PWNED' }] })],
  ['fs_delete', (path) => ({ path, recursive: true })],
  ['fs_stat', (path) => ({ path })],
  ['fs_list', (path) => ({ path, recursive: true })],
  ['fs_search', (path) => ({ path, pattern: '[A-Z]+' })],
  ['fs_diff', (path) => ({ path, content: '' })],
  ['fs_batch', (path) => ({ operations: [{ op: 'read', path }] })],
  ['fs_batch', (path) => ({ operations: [{ op: 'write', path, content: 'PWNED' }] })],
  ['fs_batch', (path) => ({ operations: [{ op: 'copy', path, to: 'copied', recursive: true }] })],
  ['fs_batch', (path) => ({ operations: [{ op: 'move', path: 'plain', to: path }] })],
];

/** Everything about a tree that a batch may not change when it fails. */
export const SNAPSHOT =
  "find . -exec stat -c '%n %f' {} + | sort; find . -type f -exec md5sum {} + | sort; find . -type l -exec readlink {} + | sort";

/** A few hundred calls usually, ten thousand with `DEVBENCH_LONG`. */
export const rounds = (usual: number, long: number): number =>
  process.env.DEVBENCH_LONG === undefined ? usual : long;
