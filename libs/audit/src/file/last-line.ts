import { open } from 'node:fs/promises';

/** Longer than any line: values on record are cut. */
const TAIL_BYTES = 1024 * 1024;

/** The last whole line of a file; empty when there is none. */
export async function lastLine(file: string): Promise<string> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const length = Math.min(size, TAIL_BYTES);
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString().split('\n').at(-2) ?? '';
}
