import { AppError, displayPath, parseWorkspacePath } from '@devbench/core';
import { z } from 'zod';

import { linkHolds, makeLink, maybeLinkShape } from '../links/make-link.ts';
import { type CallOn, declare } from '../operation.ts';
import { ARCHIVE_DEADLINE_MS, archiveFields, archiveShape, skippedText } from './archive/fields.ts';
import { reported } from './archive/progress.ts';
import { bytesOf } from './content.ts';

const LONGEST = 8 * 1024 * 1024;

type ImportCall = CallOn<'workspace', 'files' | 'transfers' | 'links' | 'clock' | 'config'>;

export const fsImport = declare({
  name: 'fs_import',
  toolset: 'workspace',
  target: 'workspace',
  summary:
    'Unpack a tar or tar.gz into a directory. Without file and content_base64: a url to PUT it.',
  effect: 'write',
  idempotent: true,
  input: {
    path: z.string().max(4096).default('/workspace'),
    file: z.string().max(255).optional().describe('In the transfer folder'),
    content_base64: z.string().max(LONGEST).optional(),
    overwrite: z.boolean().default(true),
  },
  output: { path: z.string(), ...maybeLinkShape, ...z.object(archiveShape).partial().shape },
  audit: ({ path, file = null, content_base64 }) => ({
    path,
    file,
    bytes: content_base64 === undefined ? null : Math.floor((content_base64.length * 3) / 4),
  }),
  deadlineMs: () => ARCHIVE_DEADLINE_MS,
  render: ({ path, url, files = 0, bytes = 0, skipped = 0, first_skipped }) =>
    url === undefined
      ? `${path}: ${files} files, ${bytes} bytes unpacked${skippedText(skipped, first_skipped)}`
      : `curl -fT ARCHIVE '${url}'`,
  stillHolds: linkHolds,
  async run(call: ImportCall, input) {
    const { file, content_base64, overwrite } = input;
    const path = parseWorkspacePath(input.path);
    if (file === undefined && content_base64 === undefined) {
      const link = await makeLink(call, 'link_import', { path, overwrite });
      if (link) return { path: displayPath(path), ...link };
    }
    if ((file === undefined) === (content_base64 === undefined)) {
      throw new AppError('invalid_argument', 'Give either file or content_base64.');
    }
    const { bytes, data } =
      file === undefined
        ? inline(bytesOf(content_base64 ?? '', 'base64'))
        : await call.transfers.open(file);
    const archive = reported(data, call, bytes);
    const summary = await call.files.importTo(call.workspace, path, archive, {
      maxBytes: call.config.importMaxBytes,
      maxEntries: call.config.importMaxEntries,
      overwrite,
      signal: call.signal,
    });
    return { path: displayPath(path), ...archiveFields(summary) };
  },
});

const inline = (archive: Uint8Array) => ({ bytes: archive.length, data: once(archive) });

async function* once(archive: Uint8Array) {
  yield archive;
}
