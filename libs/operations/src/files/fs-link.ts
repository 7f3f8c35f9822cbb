import { AppError, parseWorkspacePath } from '@devbench/core';
import { z } from 'zod';

import { linkHolds, linkShape, makeLink } from '../links/make-link.ts';
import { type CallOn, declare } from '../operation.ts';
import { modeInput } from './content.ts';
import { pathInput } from './file-fields.ts';

export const fsLink = declare({
  name: 'fs_link',
  toolset: 'more',
  target: 'workspace',
  summary: 'A URL for some minutes, to GET a file that is large, or to PUT one, once.',
  effect: 'write',
  input: {
    path: pathInput,
    method: z.enum(['GET', 'PUT']),
    mode: modeInput
      .optional()
      .describe('Octal, of what is PUT; else that of the old file, or 0644'),
    if_none_match: z.literal('*').optional().describe('* only creates, never overwrites'),
  },
  output: {
    ...linkShape,
    size: z.number().optional().describe('Of what there is to GET'),
    etag: z.string().optional(),
  },
  audit: ({ path, method }) => ({ path, method }),
  render: ({ url, expires_at, size }) =>
    size === undefined
      ? `curl -fT FILE '${url}' # once, until ${expires_at}`
      : `curl -fo FILE '${url}' # ${size} bytes, until ${expires_at}`,
  stillHolds: linkHolds,
  async run(call: CallOn<'workspace', 'files' | 'links' | 'clock' | 'config'>, input) {
    const { method, mode, if_none_match } = input;
    const path = parseWorkspacePath(input.path);
    // Also refuses what can never be read.
    const found =
      method === 'GET' &&
      (await call.files.read(call.workspace, path, { offset: 0, limit: 1 })).stat;
    const link = found
      ? await makeLink(call, 'link_read', { path })
      : await makeLink(call, 'link_write', { path, mode, overwrite: if_none_match === undefined });
    if (!link) {
      throw new AppError('invalid_argument', 'This server has no URL: it is for one client only.', {
        hint: 'Use fs_read and fs_write, or fs_export and fs_import.',
      });
    }
    return found ? { ...link, size: found.size, etag: found.etag } : link;
  },
});
