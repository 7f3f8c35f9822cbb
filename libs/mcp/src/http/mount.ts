import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { Principal } from '@devbench/core';
import express, { type Request, Router } from 'express';

import { senderOf } from './authenticate.ts';

/** A page beside the MCP endpoint, with what it asks: behind the same guard, with the same tokens. */
export interface Mount {
  /** Such as `/console`. */
  readonly path: string;
  /** Open to everybody; URLs are below `path`. */
  readonly page: RequestListener;
  /** Below `path` + `/api`, for who has shown a token. Never rejects. */
  readonly api: (
    request: IncomingMessage,
    response: ServerResponse,
    call: { readonly principal: Principal; readonly body: unknown },
  ) => Promise<void>;
}

const LARGEST_REQUEST = 64 * 1024;

export const mount = (
  { path, page, api }: Mount,
  who: express.RequestHandler,
): express.RequestHandler =>
  Router()
    .use(`${path}/api`, who, express.json({ limit: LARGEST_REQUEST }), (request, response) =>
      api(request, response, { principal: senderOf(request), body: request.body as unknown }),
    )
    .use(path, (request: Request, response, next) => {
      const [asked, query] = request.originalUrl.split('?');
      // Relative URLs need the slash.
      if (asked === path)
        response.redirect(301, `${path}/${query === undefined ? '' : `?${query}`}`);
      else next();
    })
    .use(path, (request, response) => page(request, response));
