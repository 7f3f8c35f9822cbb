import { type CallObserver, type Clock, toAppError } from '@devbench/core';

import { intentOf, outcomeWord } from './record.ts';
import type { Step } from './compose.ts';

/** Turns any failure into an `AppError` and publishes the one record of the call. */
export const observe =
  ({ observer, clock }: { observer: CallObserver; clock: Clock }): Step =>
  async (call, next) => {
    const began = clock.monotonicMs();
    try {
      const outcome = await next();
      observer.called({
        ...intentOf(call),
        outcome: 'allowed',
        code: undefined,
        error: undefined,
        durationMs: clock.monotonicMs() - began,
      });
      return outcome;
    } catch (thrown) {
      const error = toAppError(thrown);
      observer.called({
        ...intentOf(call),
        outcome: outcomeWord(error),
        code: error.code,
        error,
        durationMs: clock.monotonicMs() - began,
      });
      throw error;
    }
  };
