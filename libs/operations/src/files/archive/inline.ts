import { AppError } from '@devbench/core';

/** The most that an archive in a reply has. */
export const MOST_INLINE = 262_144;

/** All of a small archive; gives up as soon as it is too long for a reply. */
export async function collectInline(data: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of data) {
    length += chunk.length;
    if (length > MOST_INLINE) {
      throw new AppError('too_large', `The archive has more than ${MOST_INLINE} bytes.`, {
        hint: 'Take less with include and exclude. For more, the operator sets MCP_TRANSFER_DIR.',
      });
    }
    chunks.push(Uint8Array.from(chunk));
  }
  return Buffer.concat(chunks);
}
