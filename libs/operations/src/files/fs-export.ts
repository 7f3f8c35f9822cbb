import { displayPath, parseWorkspacePath, type WorkspacePath } from '@devbench/core';
import { z } from 'zod';

import { makeLink, maybeLinkShape } from '../links/make-link.ts';
import { type CallOn, declare } from '../operation.ts';
import { toBase64 } from '../text/utf8.ts';
import { ARCHIVE_DEADLINE_MS, archiveFields, archiveShape, skippedText } from './archive/fields.ts';
import { collectInline } from './archive/inline.ts';
import { expanded, patternsInput } from './archive/patterns.ts';
import { reported } from './archive/progress.ts';

type ExportCall = CallOn<
  'workspace',
  'files' | 'transfers' | 'archives' | 'links' | 'clock' | 'config'
>;

export const fsExport = declare({
  name: 'fs_export',
  toolset: 'workspace',
  target: 'workspace',
  summary: 'Pack a directory as tar into the transfer folder, at a url, or inline if small.',
  effect: 'read',
  input: {
    path: z.string().max(4096).default('/workspace'),
    include: patternsInput.describe('Globs'),
    exclude: patternsInput,
    compression: z.enum(['gzip', 'none']).default('gzip'),
    file: z.string().max(255).optional().describe('In the transfer folder'),
  },
  output: {
    file: z.string().optional(),
    ...maybeLinkShape,
    content_base64: z.string().optional(),
    ...archiveShape,
  },
  audit: ({ path, include, exclude, file = null }) => ({
    path,
    include: include.length,
    exclude: exclude.length,
    file,
  }),
  deadlineMs: () => ARCHIVE_DEADLINE_MS,
  render({ file, url, files, bytes, skipped, first_skipped }) {
    const place = file ?? (url === undefined ? 'inline as content_base64' : `GET ${url}`);
    return `${files} files, ${bytes} bytes: ${place}${skippedText(skipped, first_skipped)}`;
  },
  async run(call: ExportCall, input) {
    const path = parseWorkspacePath(input.path);
    const { compression, file } = input;
    const packed = call.files.exportFrom(call.workspace, path, {
      include: expanded(input.include),
      exclude: expanded(input.exclude),
      compression,
      signal: call.signal,
    });
    const data = reported(packed.data, call);
    const name =
      file ?? `${nameOf(path)}-${call.id.replace(/^call_/, '')}.tar${SUFFIX[compression]}`;
    if (call.transfers.folder === undefined && file === undefined) {
      const out = call.caller.urlOf ? await keep(call, name, data) : await inline(data);
      return { ...out, ...archiveFields(packed.summary()) };
    }
    const saved = await call.transfers.save(name, data);
    return { file: saved.path, ...archiveFields(packed.summary()) };
  },
});

async function keep(call: ExportCall, name: string, data: AsyncIterable<Uint8Array>) {
  const { id } = await call.archives.keep(call.caller.principal.id, data, call.config.linkTtlMs);
  return makeLink(call, 'link_export', { archive: id, name });
}

const inline = async (data: AsyncIterable<Uint8Array>) => ({
  content_base64: toBase64(await collectInline(data)),
});

const SUFFIX = { gzip: '.gz', none: '' };

/** Short and harmless, whatever the directory is called. */
const nameOf = (path: WorkspacePath): string =>
  (displayPath(path).split('/').at(-1) ?? '').replaceAll(/[^\w-]/g, '_').slice(0, 64);
