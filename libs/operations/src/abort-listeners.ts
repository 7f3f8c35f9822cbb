/** Calls `tell` when the signal aborts, at once when it has; answers how to stop that. */
export type OnAbort = (tell: () => void) => () => void;

/** For a signal that many listen to for a moment: it has one listener for all, since each of its own is dear. */
export function abortListeners(signal: AbortSignal): OnAbort {
  const listeners = new Set<() => void>();
  signal.addEventListener('abort', () => {
    for (const tell of [...listeners]) tell();
  });
  return (tell) => {
    listeners.add(tell);
    if (signal.aborted) tell();
    return () => void listeners.delete(tell);
  };
}
