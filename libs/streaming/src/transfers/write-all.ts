import type { FileHandle } from 'node:fs/promises';

/** Gathered while a write is under way, to be the next one. */
const MOST_WAITING = 1_048_576;

/** Writes to the end of the data, and takes more of it meanwhile; resolves with the number of bytes. */
export async function writeAll(file: FileHandle, data: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  let waiting: Uint8Array[] = [];
  let length = 0;
  let writing: Promise<void> | undefined;
  /** Of a write that failed. */
  let broken: Promise<void> | undefined;

  const write = (): void => {
    const done = writeWhole(file, waiting);
    [waiting, length] = [[], 0];
    writing = done.then(
      () => {
        writing = undefined;
        if (waiting.length > 0) write();
      },
      () => {
        writing = undefined;
        broken = done;
      },
    );
  };

  try {
    for await (const chunk of data) {
      waiting.push(chunk);
      length += chunk.length;
      bytes += chunk.length;
      if (writing === undefined && broken === undefined) write();
      while (length > MOST_WAITING && writing !== undefined) await writing;
      await broken;
    }
  } finally {
    while (writing !== undefined) await writing;
  }
  await broken;
  return bytes;
}

async function writeWhole(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  let rest = chunks;
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest);
    rest = behind(rest, bytesWritten);
  }
}

function behind(chunks: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count;
  let first = 0;
  for (const chunk of chunks) {
    if (left < chunk.length) break;
    left -= chunk.length;
    first += 1;
  }
  const [cut, ...others] = chunks.slice(first);
  return cut === undefined ? [] : [cut.subarray(left), ...others];
}
