import { Router } from 'express';

import type { HttpOptions } from './options.ts';

/** Many may ask; the engine is asked once in so many milliseconds. */
const FRESH_MS = 1_000;

/** Whether the process lives, and whether it can work. They say nothing of anybody. */
export function probes({ health }: Pick<HttpOptions, 'health'>, isDraining: () => boolean): Router {
  let known: { at: number; answer: ReturnType<HttpOptions['health']> } | undefined;
  const ask = () => {
    if (!known || performance.now() - known.at > FRESH_MS) {
      known = { at: performance.now(), answer: health() };
    }
    return known.answer;
  };
  return Router()
    .get('/health/live', (_request, response) => void response.json({ status: 'live' }))
    .get('/health/ready', async (_request, response) => {
      if (isDraining()) return void response.status(503).json({ status: 'stopping' });
      const { status, docker_connected, database_initialized } = await ask();
      response
        .status(status === 'healthy' ? 200 : 503)
        .json({ status, docker_connected, database_initialized });
    });
}
