import { open } from 'node:fs/promises';

/**
 * Reads pieces of files, and keeps the last two: whoever polls goes on where it left off, which is a record
 * before the end of what was read.
 */
export interface Blocks {
  /** Bytes from `offset` on: at least `least` unless the file is shorter, nothing at or behind `to`. */
  read(path: string, offset: number, least: number, to: number): Promise<Buffer>;
}

interface Block {
  readonly path: string;
  readonly offset: number;
  readonly bytes: Buffer;
}

const BLOCK_BYTES = 256 * 1024;

export function createBlocks(): Blocks {
  let kept: readonly Block[] = [];
  return {
    async read(path, offset, least, to) {
      const wanted = Math.min(least, to - offset);
      for (const block of kept) {
        if (block.path !== path || offset < block.offset) continue;
        const rest = block.bytes.subarray(offset - block.offset);
        if (rest.length >= wanted) return rest;
      }
      const size = Math.min(Math.max(least, BLOCK_BYTES), to - offset);
      const bytes = await readFrom(path, offset, size);
      kept = [{ path, offset, bytes }, ...kept.slice(0, 1)];
      return bytes;
    },
  };
}

async function readFrom(path: string, offset: number, size: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(size), 0, size, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
