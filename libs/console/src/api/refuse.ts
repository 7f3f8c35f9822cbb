import type { ServerResponse } from 'node:http';

import { HTTP_STATUS, toAppError } from '@devbench/core';

/** What went wrong, for the page to show; a stream that has begun ends with it. */
export function refuse(response: ServerResponse, thrown: unknown): void {
  if (response.destroyed || response.writableEnded) return;
  const { code, kind, message, hint } = toAppError(thrown);
  const error = JSON.stringify({ code, message, hint });
  if (response.headersSent) {
    response.end(`event: problem\ndata: ${error}\n\n`);
    return;
  }
  response.writeHead(HTTP_STATUS[kind], {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
  });
  response.end(error);
}
