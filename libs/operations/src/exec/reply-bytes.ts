import type { HeadTail } from './head-tail.ts';

/**
 * For the output in a reply, whatever was asked for: no reply has more than 1 MiB, and what a person reads
 * of it (64 KiB, up to six times that in JSON) needs its share.
 */
export const REPLY_BYTES = 640_000;

const [TAB, LINE, RETURN, SPACE, QUOTE, BACKSLASH] = [0x09, 0x0a, 0x0d, 0x20, 0x22, 0x5c];

/** The most that output takes in JSON, as text or as base64. */
export function jsonBytes(data: Uint8Array): number {
  let escapes = 0;
  for (const byte of data) {
    if (byte === QUOTE || byte === BACKSLASH) escapes += 1;
    else if (byte < SPACE) escapes += byte === LINE || byte === TAB || byte === RETURN ? 1 : 5;
  }
  return Math.max(data.length + escapes, Math.ceil(data.length / 3) * 4);
}

/** As many bytes of output as fit in a reply; escapes may take up to six times as much. */
export function fittingBytes(stdout: HeadTail, stderr: HeadTail, maxBytes: number): number {
  let budget = Math.min(maxBytes, REPLY_BYTES);
  const jsonOf = (stream: HeadTail) => {
    const { head, tail } = stream.excerpt(budget);
    return jsonBytes(head) + jsonBytes(tail);
  };
  const kept = Math.min(budget, stdout.total + stderr.total);
  if (kept * 6 <= REPLY_BYTES) return budget;
  while (jsonOf(stdout) + jsonOf(stderr) > REPLY_BYTES) budget = Math.floor(budget / 2);
  return budget;
}
