import { AppError } from '@devbench/core';

import type { Step } from './compose.ts';

const RETRY_AFTER_MS = 1000;

/** Counts the calls of each principal that run at the same time. */
export const limit = ({ callsPerPrincipal }: { callsPerPrincipal: number }): Step => {
  const running = new Map<string, number>();
  return async (call, next) => {
    const { id } = call.caller.principal;
    const before = running.get(id) ?? 0;
    if (before >= callsPerPrincipal) {
      throw new AppError('rate_limited', `${before} of your calls are running already.`, {
        data: { retry_after_ms: RETRY_AFTER_MS, limit: callsPerPrincipal },
      });
    }
    running.set(id, before + 1);
    try {
      return await next();
    } finally {
      const left = (running.get(id) ?? 1) - 1;
      if (left === 0) running.delete(id);
      else running.set(id, left);
    }
  };
};
