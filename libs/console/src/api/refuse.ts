import type { ServerResponse } from 'node:http';

import { type ErrorKind, toAppError } from '@devbench/core';

const STATUS: Record<ErrorKind, number> = {
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

/** What went wrong, for the page to show; a stream that has begun ends with it. */
export function refuse(response: ServerResponse, thrown: unknown): void {
  if (response.destroyed || response.writableEnded) return;
  const { code, kind, message, hint } = toAppError(thrown);
  const error = JSON.stringify({ code, message, hint });
  if (response.headersSent) {
    response.end(`event: problem\ndata: ${error}\n\n`);
    return;
  }
  response.writeHead(STATUS[kind], {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
  });
  response.end(error);
}
