export interface SilenceWatch {
  /** Aborts when nothing was heard for a while. */
  readonly signal: AbortSignal;
  hear(): void;
  stop(): void;
}

export function createSilenceWatch(ms: number): SilenceWatch {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ms);
  return {
    signal: abort.signal,
    hear: () => void timer.refresh(),
    stop: () => clearTimeout(timer),
  };
}
