import { AppError } from '@devbench/core';

import type { Step } from './compose.ts';

/** A server that stops begins nothing more. */
export const accept =
  (draining: AbortSignal): Step =>
  async (_call, next) => {
    if (draining.aborted) throw new AppError('shutting_down', 'The server is stopping.');
    return next();
  };
