import { AppError, type Clock, toAppError } from '@devbench/core';

import type { Rate } from '../operation.ts';
import type { Step } from './compose.ts';
import { createTokenBuckets } from './token-buckets.ts';

interface Rates {
  readonly clock: Clock;
  /** None for what is missing. */
  readonly perMinute: Readonly<Partial<Record<Rate, number | undefined>>>;
}

/**
 * How often a principal may do what is dear, by this server's count. What policy denies is not counted: nobody is locked
 * out by what was never done.
 */
export const rate = ({ clock, perMinute }: Rates): Step => {
  const all = Object.entries(perMinute).flatMap(([name, most]) =>
    most === undefined ? [] : [[name, createTokenBuckets(most, clock)] as const],
  );
  const limits = new Map(all);
  return async (call, next) => {
    const kind = call.operation.rate(call.input as never);
    const buckets = kind && limits.get(kind);
    if (!buckets) return next();
    const { id } = call.caller.principal;
    const waitMs = buckets.take(id);
    if (waitMs > 0) throw tooOften(kind, perMinute[kind] ?? 0, waitMs);
    try {
      return await next();
    } catch (thrown) {
      const { kind: failure } = toAppError(thrown);
      if (failure === 'denied' || failure === 'invalid') buckets.giveBack(id);
      throw thrown;
    }
  };
};

const tooOften = (kind: Rate, limit: number, waitMs: number) =>
  new AppError('rate_limited', `You may have ${limit} ${kind} in a minute.`, {
    hint: `Call again in ${Math.ceil(waitMs / 1000)} s.`,
    data: { retry_after_ms: waitMs, limit },
  });
