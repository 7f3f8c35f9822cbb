const LIMIT = 2_048;

/** The end of what a process said on stderr, for error messages. */
export function createLastWords(): { push(chunk: Buffer): void; text: () => string } {
  let kept = Buffer.alloc(0);
  return {
    push(chunk) {
      kept = Buffer.concat([kept, chunk.subarray(-LIMIT)]).subarray(-LIMIT);
    },
    /** One line, without control characters. */
    text: () =>
      kept
        .toString('utf8')
        .replace(/\p{Cc}+/gu, ' ')
        .trim(),
  };
}
