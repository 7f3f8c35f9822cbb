/** Runs one measurement with patience. */
export type Guard = <T>(work: () => Promise<T>) => Promise<T>;

/** The person at the terminal wants it to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Gives up on what hangs, and at once when the run is interrupted. */
export function createGuard(timeoutMs: number, interrupt: AbortSignal): Guard {
  return async (work) => {
    if (interrupt.aborted) throw new Interrupted();
    const { promise, reject } = Promise.withResolvers<never>();
    const onInterrupt = () => reject(new Interrupted());
    const onTimeout = () => reject(new Error(`no end within ${timeoutMs / 1000} s`));
    const timer = setTimeout(onTimeout, timeoutMs);
    interrupt.addEventListener('abort', onInterrupt);
    try {
      return await Promise.race([work(), promise]);
    } finally {
      clearTimeout(timer);
      interrupt.removeEventListener('abort', onInterrupt);
    }
  };
}
