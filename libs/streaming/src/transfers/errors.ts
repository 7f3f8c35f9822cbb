import { AppError, type ErrorCode } from '@devbench/core';

const MEANING: Readonly<Record<string, readonly [ErrorCode, string, string?]>> = {
  ENOENT: ['file_not_found', 'is not in the transfer folder.', 'Check the name of the file.'],
  EEXIST: ['file_exists', 'is in the transfer folder already.', 'Choose another name.'],
  ELOOP: ['not_a_regular_file', 'is a link in the transfer folder.'],
  EISDIR: ['not_a_regular_file', 'is no regular file.'],
  ENXIO: ['not_a_regular_file', 'is no regular file.'],
  EACCES: ['permission_denied', 'may not be used by the server.'],
  EROFS: ['permission_denied', 'is in a folder that is read-only.'],
  ENOSPC: ['no_space', 'does not fit on the disk of the transfer folder.'],
  EDQUOT: ['no_space', 'does not fit on the disk of the transfer folder.'],
  ENAMETOOLONG: ['invalid_argument', 'is too long a name.'],
};

/** A failed call of the file system in our words; everything else stays as it is. */
export function asFileError(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const meaning = MEANING[String(error.code)];
  if (meaning === undefined) return error;
  const [code, text, hint] = meaning;
  return new AppError(code, `${name} ${text}`, { cause: error, ...(hint && { hint }) });
}
