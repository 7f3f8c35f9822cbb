import express, { type Request, Router } from 'express';

import { senderOf } from './authenticate.ts';
import type { Mount } from './mounted-page.ts';

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
