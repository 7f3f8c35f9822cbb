import type { FileHandle } from 'node:fs/promises';

/** Writes to the end of the data, each chunk before it asks for the next one; resolves with the number of bytes. */
export async function writeAll(file: FileHandle, data: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of data) {
    await writeWhole(file, chunk);
    bytes += chunk.length;
  }
  return bytes;
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let rest = chunk;
  while (rest.length > 0) {
    const { bytesWritten } = await file.write(rest);
    rest = rest.subarray(bytesWritten);
  }
}
