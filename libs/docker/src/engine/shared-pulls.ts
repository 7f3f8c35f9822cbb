import { AppError, type PullProgress } from '@devbench/core';

interface Waiter {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PullProgress) => void;
}
type Pull = (image: string, waiter: Waiter) => Promise<void>;

/**
 * One pull for all who wait for the same image. A caller who aborts stops waiting (`call_cancelled`);
 * the pull itself ends when nobody waits any more.
 */
export function createSharedPulls(pull: Pull) {
  const running = new Map<string, ReturnType<typeof begin>>();

  const begin = (image: string) => {
    const abort = new AbortController();
    const waiters = new Set<Waiter>();
    const onProgress = (progress: PullProgress) => {
      for (const waiter of waiters) waiter.onProgress(progress);
    };
    const done = pull(image, { signal: abort.signal, onProgress }).finally(() => {
      if (running.get(image)?.done === done) running.delete(image);
    });
    done.catch(() => undefined);
    return { abort, waiters, done };
  };

  return {
    async wait(image: string, waiter: Waiter): Promise<void> {
      if (waiter.signal.aborted) throw cancelled();
      const shared = running.get(image) ?? begin(image);
      running.set(image, shared);
      shared.waiters.add(waiter);
      const left = Promise.withResolvers<never>();
      const leave = () => left.reject(cancelled());
      waiter.signal.addEventListener('abort', leave);
      try {
        await Promise.race([shared.done, left.promise]);
      } finally {
        waiter.signal.removeEventListener('abort', leave);
        shared.waiters.delete(waiter);
        if (shared.waiters.size === 0) {
          shared.abort.abort();
          if (running.get(image) === shared) running.delete(image);
        }
      }
    },

    stop: (): void => {
      for (const { abort } of running.values()) abort.abort();
    },
  };
}

function cancelled(): AppError {
  return new AppError('call_cancelled', 'Nobody waits for the image any more.');
}
