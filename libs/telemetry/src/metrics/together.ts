import type { CallObserver } from '@devbench/core';

const MOST = 64;

/** Counts some events at once, which costs a part of counting each, or all that wait when somebody asks. */
export function together(observer: CallObserver): {
  readonly observer: CallObserver;
  readonly count: () => void;
} {
  let waiting: (() => void)[] = [];
  const count = () => {
    const events = waiting;
    waiting = [];
    for (const event of events) event();
  };
  const add = (event: () => void) => {
    // Whoever called has the answer before it is counted.
    if (waiting.push(event) === MOST) setImmediate(count);
  };
  return {
    count,
    observer: {
      called: (record) => add(() => observer.called(record)),
      pooled: (record) => add(() => observer.pooled(record)),
      ended: (end) => add(() => observer.ended(end)),
    },
  };
}
