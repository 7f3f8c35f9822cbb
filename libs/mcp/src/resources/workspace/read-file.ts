import { AppError, type Caller } from '@devbench/core';
import type { OperationClient } from '@devbench/operations';
import type { ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

import { listDirectory } from './list-directory.ts';
import { parseWorkspaceUri } from './uri.ts';

const LARGEST = 512 * 1024;
const BINARY = /^(image\/(?!svg)|application\/(gzip|pdf|wasm|x-tar|zip)$)/;
const UNKNOWN = 'application/octet-stream';

/** The part of `fs_read` that matters here. */
const file = z.object({
  content: z.string(),
  encoding: z.string(),
  etag: z.string(),
  size: z.number(),
  mime_type: z.string(),
  next_offset: z.number().nullable(),
});

/**
 * The whole content of a file, or the listing of a directory.
 * @throws AppError also `too_large`
 */
export async function readWorkspaceFile(
  client: OperationClient,
  caller: Caller,
  uri: string,
): Promise<ReadResourceResult> {
  const { container_id, path } = parseWorkspaceUri(uri);
  const input = { container_id, path, limit: LARGEST };
  try {
    const read = file.parse(await client.call('fs_read', caller, input));
    if (read.next_offset !== null) throw tooLarge(read.size);
    const _meta = { 'devbench/file': { etag: read.etag, size: read.size } };
    return { contents: [{ uri, ...contentOf(read), _meta }] };
  } catch (thrown) {
    const isDirectory = thrown instanceof AppError && thrown.code === 'is_a_directory';
    if (!isDirectory) throw thrown;
    return listDirectory(client, caller, uri);
  }
}

function contentOf({ content, encoding, mime_type }: z.output<typeof file>) {
  if (encoding === 'base64') return { mimeType: mime_type, blob: content };
  if (BINARY.test(mime_type)) {
    return { mimeType: mime_type, blob: Buffer.from(content).toString('base64') };
  }
  return { mimeType: mime_type === UNKNOWN ? 'text/plain' : mime_type, text: content };
}

const tooLarge = (bytes: number) =>
  new AppError('too_large', `The file has ${bytes} bytes; a resource has at most ${LARGEST}.`, {
    hint: 'Use fs_read with offset and limit.',
    data: { bytes, limit: LARGEST },
  });
