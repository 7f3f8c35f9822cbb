/** Between two pieces is at most a header of the engine, which was read. */
const MOST_BETWEEN = 8;

/** Two pieces of a stream as one, when they lie so close in one memory that nothing but the first has to move. */
export function joined(first: Buffer, second: Buffer): Buffer | undefined {
  const { buffer, byteOffset } = first;
  const between = second.byteOffset - byteOffset - first.length;
  if (second.buffer !== buffer || between < 0 || between > MOST_BETWEEN) return undefined;
  const both = Buffer.from(buffer, byteOffset, between + first.length + second.length);
  if (between > 0) both.copyWithin(between, 0, first.length);
  return both.subarray(between);
}
