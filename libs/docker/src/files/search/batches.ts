import type { FileEntry } from '@devbench/core';

/** The agent takes 1024. */
const FILES = 512;
const BYTES = 1024 * 1024;

/** Gathers small files, so that a request is worth its way. */
export async function* batchesOf(files: AsyncIterable<FileEntry>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for await (const { path, size } of files) {
    batch.push(path);
    bytes += size;
    if (batch.length < FILES && bytes < BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
