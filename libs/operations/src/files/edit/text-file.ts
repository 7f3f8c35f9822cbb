import { AppError, displayPath, type FileStat, type WorkspacePath } from '@devbench/core';

import type { CallOn } from '../../operation.ts';
import { decodeUtf8 } from '../../text/utf8.ts';

/** In bytes: as much as one fs_write takes. */
export const LONGEST = 8 * 1024 * 1024;

export interface TextFile {
  readonly text: string;
  readonly stat: FileStat;
}

/**
 * The whole file, with a byte order mark if it has one.
 * @throws AppError `too_large`; `invalid_argument` when it is no text; `etag_mismatch` when it changes meanwhile;
 * and what `FileEngine.read` rejects with
 */
export async function readText(
  { files, workspace }: Pick<CallOn<'workspace', 'files'>, 'files' | 'workspace'>,
  path: WorkspacePath,
): Promise<TextFile> {
  const { stat, data } = await files.read(workspace, path, { offset: 0, limit: LONGEST });
  if (stat.size > LONGEST) throw tooLarge(`${displayPath(path)} has ${stat.size} bytes`);
  if (data.length !== stat.size) {
    throw new AppError('etag_mismatch', `${displayPath(path)} changed while it was read.`);
  }
  const text = decodeUtf8(data);
  if (text !== undefined) return { text, stat };
  throw new AppError('invalid_argument', `${displayPath(path)} is no UTF-8 text.`, {
    hint: 'Read and write it with encoding base64, or use a command.',
  });
}

/** @param what has too many bytes, as the beginning of the sentence */
export const tooLarge = (what: string): AppError =>
  new AppError('too_large', `${what}; at most ${LONGEST} are possible here.`, {
    hint: 'Use a command such as sed, python3 or diff.',
  });
