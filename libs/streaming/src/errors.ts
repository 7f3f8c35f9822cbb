import { AppError } from '@devbench/core';

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** A failure of the disk as `no_space` or `state_unavailable`. */
export function translate(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const full = FULL.includes((cause as NodeJS.ErrnoException).code ?? '');
  return full
    ? new AppError('no_space', 'The disk that holds command output is full.', { cause })
    : new AppError('state_unavailable', 'Command output cannot be written to or read from disk.', {
        cause,
        hint: 'Check the disk that holds the output directory.',
      });
}

export function expired(): AppError {
  return new AppError('output_expired', 'The output has been removed.');
}
