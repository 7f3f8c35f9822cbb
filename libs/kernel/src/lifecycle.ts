import type { Part } from '@devbench/core';

export interface Lifecycle extends Required<Part> {
  /** Parts start in the order in which they are added. */
  add<T extends Part>(part: T): T;
}

/** Starts parts in order and stops them in reverse; whatever fails, nothing that was started is left. */
export function createLifecycle(): Lifecycle {
  const parts: Part[] = [];
  const started: Part[] = [];
  let starting: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;

  const startAll = async () => {
    for (const part of parts) {
      if (stopping) return;
      // Also one whose start fails half-way has something to put away.
      started.push(part);
      await part.start?.();
    }
  };
  const stopAll = async () => {
    const failures: unknown[] = [];
    for (let part = started.pop(); part; part = started.pop()) {
      try {
        await part.stop?.();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some parts did not stop well');
  };

  return {
    add(part) {
      parts.push(part);
      return part;
    },
    start() {
      starting ??= startAll().catch(async (cause: unknown) => {
        await stopAll().catch(() => undefined);
        throw cause;
      });
      return starting;
    },
    stop() {
      stopping ??= Promise.allSettled([starting]).then(stopAll);
      return stopping;
    },
  };
}
