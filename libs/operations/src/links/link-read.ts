import {
  AppError,
  displayPath,
  type ETag,
  parseWorkspacePath,
  type WorkspacePath,
} from '@devbench/core';

import { ARCHIVE_DEADLINE_MS } from '../files/archive/fields.ts';
import { pathInput } from '../files/file-fields.ts';
import { type CallOn, declare } from '../operation.ts';
import type { Give } from './exchange.ts';

const CHUNK = 1_048_576;

type ReadCall = CallOn<'workspace', 'files'>;

/** Gives a file to who has a link to it. No tool: the link says what. */
export const linkRead = (give: Give) =>
  declare({
    name: 'link_read',
    toolset: 'workspace',
    target: 'workspace',
    summary: 'Download a file by its link.',
    effect: 'read',
    input: { path: pathInput },
    output: {},
    audit: ({ path }) => ({ path }),
    deadlineMs: () => ARCHIVE_DEADLINE_MS,
    render: () => '',
    async run(call: ReadCall, input) {
      const path = parseWorkspacePath(input.path);
      const { stat } = await call.files.read(call.workspace, path, { offset: 0, limit: 1 });
      const { size, etag } = stat;
      const name = path.split('/').at(-1) ?? '';
      const read = (from: number, length: number) => pieces(call, path, etag, from, length);
      await give({ name, size, etag, read }, call.signal);
      return {};
    },
  });

async function* pieces(
  { files, workspace, signal }: ReadCall,
  path: WorkspacePath,
  etag: ETag,
  from: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  const end = from + length;
  for (let offset = from; offset < end;) {
    signal.throwIfAborted();
    const limit = Math.min(CHUNK, end - offset);
    const { stat, data } = await files.read(workspace, path, { offset, limit });
    if (stat.etag !== etag || data.length === 0) {
      throw new AppError('etag_mismatch', `${displayPath(path)} has changed meanwhile.`);
    }
    yield data;
    offset += data.length;
  }
}
