import { AppError } from '@devbench/core';
import { contentFrames } from '../content-frames.ts';
import { gunzipped } from './gzip.ts';

/** The unpacked bytes of an archive, in pieces that fit in a frame, and not more than allowed. */
export async function* pieces(
  archive: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of gunzipped(archive)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield* contentFrames(chunk);
  }
}

export const tooLarge = (maxBytes: number) =>
  new AppError('too_large', `The archive unpacks to more than ${maxBytes} bytes.`, {
    hint: 'Import it in parts, or ask the operator to raise MCP_IMPORT_MAX_BYTES.',
  });
