import { displayPath, parseWorkspacePath } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { decodeUtf8, incompleteTail, toBase64 } from '../text/utf8.ts';
import { octal, pathInput } from './file-fields.ts';
import { mimeType } from './mime-type.ts';

export const fsRead = declare({
  name: 'fs_read',
  toolset: 'workspace',
  target: 'workspace',
  summary: 'Read a file, or a part of it. What is no UTF-8 text comes as base64.',
  effect: 'read',
  input: {
    path: pathInput,
    offset: z.int().min(0).default(0).describe('In bytes'),
    limit: z.int().min(1).max(1_048_576).default(65_536).describe('In bytes'),
    encoding: z.enum(['utf-8', 'base64']).default('utf-8'),
  },
  output: {
    path: z.string(),
    content: z.string(),
    encoding: z.enum(['utf-8', 'base64']),
    etag: z.string(),
    size: z.number().describe('Of the whole file'),
    mode: z.string(),
    mime_type: z.string(),
    next_offset: z.number().nullable().describe('Where the rest begins'),
  },
  audit: ({ path, offset, limit }) => ({ path, offset, limit }),
  render({ content, size, next_offset }) {
    if (content === '') return `[nothing here; the file has ${size} bytes]`;
    const more = `\n[… ${size} bytes in all; continue at offset ${String(next_offset)}]`;
    return next_offset === null ? content : content + more;
  },
  async run(call: CallOn<'workspace', 'files'>, { path, offset, limit, encoding }) {
    const parsed = parseWorkspacePath(path);
    const { stat, data } = await call.files.read(call.workspace, parsed, { offset, limit });
    const kept = offset + data.length < stat.size ? wholeCharacters(data) : data;
    const text = encoding === 'utf-8' ? decodeUtf8(kept) : undefined;
    const next = offset + (text === undefined ? data : kept).length;
    return {
      path: displayPath(parsed),
      content: text ?? toBase64(data),
      encoding: text === undefined ? ('base64' as const) : ('utf-8' as const),
      etag: stat.etag,
      size: stat.size,
      mode: octal(stat.mode),
      mime_type: mimeType(parsed),
      next_offset: next < stat.size && next > offset ? next : null,
    };
  },
});

/** A character that the limit cuts belongs to the next part, unless there is nothing else. */
function wholeCharacters(data: Uint8Array): Uint8Array {
  const length = data.length - incompleteTail(data);
  return length === 0 ? data : data.subarray(0, length);
}
