/** Work that outlives the call that began it, so that a stop can wait for it. */
export interface Background {
  /** A failure is nobody's here: the work itself must have dealt with it. */
  add(work: Promise<unknown>): void;
  settled(): Promise<void>;
}

export function createBackground(): Background {
  const running = new Set<Promise<void>>();
  return {
    add(work) {
      const end = () => void running.delete(tracked);
      const tracked: Promise<void> = work.then(end, end);
      running.add(tracked);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
