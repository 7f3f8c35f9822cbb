import type { ArchiveSummary } from '@devbench/core';
import { z } from 'zod';

/** One may take long: it is as large as the setting allows. */
export const ARCHIVE_DEADLINE_MS = 3_600_000;

export const archiveShape = {
  files: z.number(),
  bytes: z.number(),
  skipped: z.number(),
  first_skipped: z.string().optional(),
};

export const archiveFields = ({ files, bytes, skipped, firstSkipped }: ArchiveSummary) => ({
  files,
  bytes,
  skipped,
  ...(firstSkipped !== undefined && { first_skipped: firstSkipped }),
});

export const skippedText = (skipped: number, first = ''): string =>
  skipped === 0 ? '' : `; ${skipped} skipped, such as ${first}`;
