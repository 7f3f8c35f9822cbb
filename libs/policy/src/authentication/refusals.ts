import { AppError } from '@devbench/core';

/** Says nothing of why: that would help only who guesses. */
export const unauthenticated = (cause?: unknown) =>
  new AppError('unauthenticated', 'No valid token was sent.', { cause });

export const issuerUnavailable = (cause: unknown) =>
  new AppError('issuer_unavailable', 'Tokens cannot be checked: their issuer does not answer.', {
    cause,
  });
