import { type AppError, CallerLeft, HTTP_STATUS, toAppError } from '@devbench/core';
import type { LinkFollower } from '@devbench/operations';
import { type NextFunction, type Request, type Response, Router } from 'express';

import type { sparingly } from '../refusals.ts';
import { LINKS_PATH } from './link-url.ts';
import { sendContent } from './send-content.ts';

/** A connection on which nothing moves for so long is given up. */
const STALL_MS = 120_000;
/** A client that still sends reads why it was refused only then, so what is not too much is taken. */
const LAST_WORDS_MS = 10_000;

/** Files and archives for who has a link, which says all: no token, no session. Their bytes are never held as a whole. */
export function linkRoutes(links: LinkFollower, refused: ReturnType<typeof sparingly>): Router {
  const failed = (error: AppError, request: Request, response: Response, next: NextFunction) => {
    const { code } = error;
    if (code === 'file_not_found') refused({ what: 'link', code, ip: request.ip ?? '' });
    fail(error, request, response, next);
  };
  return Router()
    .get(`${LINKS_PATH}/:link`, async (request, response, next) => {
      const { link, signal } = prepare(request, response);
      await links
        .download(link, signal, (content, stopped) =>
          sendContent(request, response, content, stopped),
        )
        .catch((thrown: unknown) => failed(toAppError(thrown), request, response, next));
    })
    .put(`${LINKS_PATH}/:link`, async (request, response, next) => {
      const { link, signal } = prepare(request, response);
      const length = request.get('content-length');
      const size = length === undefined ? undefined : Number(length);
      await links.upload(link, signal, { size, data: request }).then(
        (written) => response.json(written),
        (thrown: unknown) => failed(toAppError(thrown), request, response, next),
      );
    });
}

function prepare(request: Request<{ link: string }>, response: Response) {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort(new CallerLeft());
  });
  request.setTimeout(STALL_MS, () => request.destroy());
  response.set('Cache-Control', 'private, no-store');
  return { link: request.params.link, signal: left.signal };
}

/** What does not exist looks like every other path that does not. */
function fail(
  { code, kind, message, hint }: AppError,
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (!request.complete) dismiss(request);
  for (const name of response.getHeaderNames()) {
    if (/^(accept-ranges|content-(?!security)|etag)/.test(name)) response.removeHeader(name);
  }
  if (kind === 'not_found') next();
  else {
    const status = code === 'too_large' ? 413 : HTTP_STATUS[kind];
    response.status(status).type('text/plain').send(`${code}: ${message}\n${hint}\n`);
  }
}

function dismiss(request: Request): void {
  const enough = setTimeout(() => request.destroy(), LAST_WORDS_MS).unref();
  request
    .once('close', () => clearTimeout(enough))
    .on('error', () => undefined)
    .resume();
}
