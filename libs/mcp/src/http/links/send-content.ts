import { pipeline } from 'node:stream/promises';

import type { Content } from '@devbench/operations';
import type { Request, Response } from 'express';

interface Part {
  readonly start: number;
  readonly end: number;
}

/** Answers with the content, or the part of it that was asked for; resolves when the client has it. */
export async function sendContent(
  request: Request,
  response: Response,
  { name, size, etag, read }: Content,
  signal: AbortSignal,
): Promise<void> {
  response.attachment(name).type('application/octet-stream').set({
    'Accept-Ranges': 'bytes',
    ETag: etag,
  });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const part = partOf(request, size, etag);
  if (part === 'none') {
    response.status(416).set('Content-Range', `bytes */${size}`).end();
    return;
  }
  const { start, end } = part ?? { start: 0, end: size - 1 };
  const length = end - start + 1;
  response.status(part ? 206 : 200).set('Content-Length', String(length));
  if (part) response.set('Content-Range', `bytes ${start}-${end}/${size}`);
  if (request.method === 'HEAD' || length === 0) response.end();
  else await pipeline(read(start, length), response, { signal });
}

/** One part; of several, or of what is another state by now, all is sent. */
function partOf(request: Request, size: number, tag: string): Part | 'none' | undefined {
  const condition = request.get('if-range');
  if (condition !== undefined && condition !== tag) return undefined;
  const ranges = request.range(size);
  if (ranges === -1) return 'none';
  if (typeof ranges !== 'object' || ranges.type !== 'bytes' || ranges.length !== 1)
    return undefined;
  return ranges[0];
}
