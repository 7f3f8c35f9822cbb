import { parseWorkspacePath } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { fileFields, fileShape, pathInput } from './file-fields.ts';

export const fsStat = declare({
  name: 'fs_stat',
  toolset: 'workspace',
  target: 'workspace',
  summary: 'Type, size, mode, time and etag of a file or directory; links are not followed.',
  effect: 'read',
  input: { path: pathInput },
  output: {
    ...fileShape,
    is_dir: z.boolean(),
    uid: z.number(),
    gid: z.number(),
    link_target: z.string().nullable(),
  },
  audit: ({ path }) => ({ path }),
  render: ({ path, type, size, mode, mtime }) =>
    `${path}: ${type}, ${size} bytes, ${mode}, ${mtime}`,
  async run(call: CallOn<'workspace', 'files'>, { path }) {
    const parsed = parseWorkspacePath(path);
    const stat = await call.files.stat(call.workspace, parsed);
    return {
      ...fileFields(parsed, stat),
      is_dir: stat.type === 'directory',
      uid: stat.uid,
      gid: stat.gid,
      link_target: stat.linkTarget ?? null,
    };
  },
});
