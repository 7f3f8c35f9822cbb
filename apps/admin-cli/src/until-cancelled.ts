import { untilSignal } from '@devbench/kernel/process';

let signal: AbortSignal | undefined;

/** Aborts at the first SIGINT or SIGTERM; one for the whole process. */
export function untilCancelled(): AbortSignal {
  if (signal) return signal;
  const cancelled = new AbortController();
  void untilSignal().then(() => cancelled.abort());
  return (signal = cancelled.signal);
}
