import { AppError } from '@devbench/core';

export const workspaceTemplate = {
  uriTemplate: 'workspace://{container_id}/{+path}',
  name: 'workspace file',
  description: 'A file of a container, or the listing of a directory (JSON); up to 512 KiB.',
};

const URI = /^workspace:\/\/([^/]{1,384})(?:\/(.*))?$/s;

export const isWorkspaceUri = (uri: string) => uri.startsWith('workspace://');

/** @throws AppError `invalid_argument` */
export function parseWorkspaceUri(uri: string): { container_id: string; path: string } {
  const [, container = '', path = ''] = URI.exec(uri) ?? [];
  try {
    if (container !== '') {
      return { container_id: decodeURIComponent(container), path: decodeURIComponent(path) };
    }
  } catch {
    // A percent sign that encodes nothing.
  }
  throw new AppError('invalid_argument', 'There is no such resource.', {
    hint: `Files look like ${workspaceTemplate.uriTemplate}, percent-encoded.`,
  });
}

/** @param path below the workspace, absolute as the tools show it, or relative */
export function workspaceUri(containerId: string, path: string): string {
  const relative = path.replace(/^\/workspace(\/|$)/, '');
  const encoded = relative.split('/').map(encodeURIComponent).join('/');
  return `workspace://${encodeURIComponent(containerId)}/${encoded}`;
}
