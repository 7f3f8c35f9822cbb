import { AppError } from '@devbench/core';

/** Streams of one principal at once: every open tab has one or two. */
const MOST = 32;

/** Counts who is inside. */
export function createTurnstile() {
  const inside = new Map<string, number>();
  const change = (id: string, by: number) => {
    const count = (inside.get(id) ?? 0) + by;
    if (count === 0) inside.delete(id);
    else inside.set(id, count);
  };
  return {
    /** @throws AppError `rate_limited` when there are too many */
    enter(id: string): Disposable {
      if ((inside.get(id) ?? 0) >= MOST) {
        throw new AppError('rate_limited', `You have ${MOST} streams of the console open.`, {
          hint: 'Close some of its tabs.',
        });
      }
      change(id, 1);
      return { [Symbol.dispose]: () => change(id, -1) };
    },
  };
}
