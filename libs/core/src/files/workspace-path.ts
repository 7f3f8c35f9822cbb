import { AppError } from '../errors/app-error.ts';
import type { Branded } from '../branded.ts';
import { WORKSPACE_PATH } from '../workspace/workspace.ts';

/** A path below the workspace, without a leading slash; empty for the workspace itself. */
export type WorkspacePath = Branded<string, 'WorkspacePath'>;

const LONGEST = 4096;

/**
 * Takes `/workspace/a`, `a` and `./a`. A `..` is refused even where it would stay inside: what it means
 * depends on links. Links themselves are judged by the kernel, in the workspace.
 * @throws AppError `invalid_argument`, `path_outside_workspace`
 */
export function parseWorkspacePath(path: string): WorkspacePath {
  if (path.includes('\0')) throw new AppError('invalid_argument', 'A path cannot contain NUL.');
  if (Buffer.byteLength(path) > LONGEST) {
    throw new AppError('invalid_argument', `A path has at most ${String(LONGEST)} bytes.`);
  }
  if (path.startsWith('/') && path !== WORKSPACE_PATH && !path.startsWith(`${WORKSPACE_PATH}/`)) {
    throw new AppError('path_outside_workspace', `${path} is not below ${WORKSPACE_PATH}.`);
  }
  const relative = path.startsWith('/') ? path.slice(WORKSPACE_PATH.length) : path;
  const parts = relative.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) {
    throw new AppError('path_outside_workspace', `${path} contains "..".`);
  }
  return parts.join('/') as WorkspacePath;
}

/** As callers see it: absolute, inside the container. */
export function displayPath(path: string): string {
  return path === '' ? WORKSPACE_PATH : `${WORKSPACE_PATH}/${path}`;
}
