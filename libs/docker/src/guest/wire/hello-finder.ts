import { HEADER_BYTES } from './frame.ts';

/**
 * Skips what comes before the hello reply with this nonce: the tail of a cut frame, frames for an earlier
 * owner, anything. Needs no frame to be whole, so nothing in the output can delay or fake the start.
 */
export function createHelloFinder(nonce: Buffer): { push(chunk: Buffer): Buffer | undefined } {
  let tail = Buffer.alloc(0);
  return {
    /** The stream from the hello reply on, once it is there. */
    push(chunk) {
      const bytes = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
      const found = bytes.indexOf(nonce, HEADER_BYTES);
      if (found >= HEADER_BYTES) return bytes.subarray(found - HEADER_BYTES);
      tail = Buffer.from(
        bytes.subarray(Math.max(0, bytes.length - HEADER_BYTES - nonce.length + 1)),
      );
      return undefined;
    },
  };
}
