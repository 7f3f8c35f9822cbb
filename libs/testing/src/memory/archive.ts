import type { ArchiveSummary } from '@devbench/core';

/** Stands for a tar archive: names and contents as JSON. */
export type MemoryArchive = readonly (readonly [path: string, base64: string])[];

export const packed = (files: MemoryArchive): Uint8Array => Buffer.from(JSON.stringify(files));

export async function unpacked(archive: AsyncIterable<Uint8Array>): Promise<MemoryArchive> {
  return JSON.parse((await gathered(archive)).toString()) as MemoryArchive;
}

export async function gathered(data: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of data) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const summaryOf = (files: MemoryArchive): ArchiveSummary => ({
  files: files.length,
  directories: 0,
  links: 0,
  bytes: files.reduce((sum, [, base64]) => sum + Buffer.from(base64, 'base64').length, 0),
  skipped: 0,
  firstSkipped: undefined,
  changed: 0,
});
