import type { ErrorKind } from './codes.ts';

/** What an error is to a client that speaks HTTP and nothing else. */
export const HTTP_STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  not_found: 404,
  conflict: 409,
  denied: 403,
  limit: 429,
  timeout: 504,
  cancelled: 499,
  unavailable: 503,
  internal: 500,
};
