import type { RequestHandler } from 'express';

import { refuse } from './refuse.ts';

/** Gives up a message that does not come to its end. The server itself has far more patience, for uploads. */
export const bodyPatience =
  (ms: number): RequestHandler =>
  (request, response, next) => {
    const tooSlow = setTimeout(() => {
      // A stream of events goes on for long after its request was complete.
      if (request.complete) return;
      if (!response.headersSent) response.set('Connection', 'close');
      response.once('finish', () => request.destroy());
      refuse(response, 408, 'The message did not come to its end.');
    }, ms);
    const arrived = () => clearTimeout(tooSlow);
    request.once('end', arrived);
    response.once('close', arrived);
    next();
  };
