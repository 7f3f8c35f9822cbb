import { AppError } from '@devbench/core';
import { gunzipped } from './gzip.ts';

/** The unpacked bytes of an archive, not more than allowed. */
export async function* unpacked(
  archive: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of gunzipped(archive)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

export const tooLarge = (maxBytes: number) =>
  new AppError('too_large', `The archive unpacks to more than ${maxBytes} bytes.`, {
    hint: 'Import it in parts, or ask the operator to raise MCP_IMPORT_MAX_BYTES.',
  });
