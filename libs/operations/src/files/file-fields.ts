import { displayPath, type FileStat, type FileType } from '@devbench/core';
import { z } from 'zod';

import { mimeType } from './mime-type.ts';

const TYPES = [
  'file',
  'directory',
  'symlink',
  'fifo',
  'socket',
  'character_device',
  'block_device',
] as const satisfies readonly FileType[];

export const pathInput = z.string().max(4096).describe('Below /workspace');

/** What callers see of a file. */
export const fileShape = {
  path: z.string(),
  type: z.enum(TYPES),
  size: z.number(),
  mode: z.string().describe('Octal'),
  mtime: z.string(),
  etag: z.string(),
  mime_type: z.string().nullable(),
};

/** `path` is below the workspace, as the engine knows it. */
export function fileFields(path: string, { type, size, mode, mtime, etag }: FileStat) {
  return {
    path: displayPath(path),
    type,
    size,
    mode: octal(mode),
    mtime: mtime.toISOString(),
    etag,
    mime_type: type === 'file' ? mimeType(path) : null,
  };
}

export const octal = (mode: number): string => mode.toString(8).padStart(4, '0');
