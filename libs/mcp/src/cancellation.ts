import { CallerLeft } from '@devbench/core';

/** What both SDKs call a server. */
interface Connected {
  readonly transport: object | undefined;
}

/**
 * The signal of a request with a reason that tells a client that cancels from one that is gone. The SDKs abort
 * for both, and drop their transport in the same turn when the connection has closed.
 */
export function toCallerSignal(server: Connected, signal: AbortSignal): AbortSignal {
  const control = new AbortController();
  const abort = () =>
    queueMicrotask(() => control.abort(server.transport ? signal.reason : new CallerLeft()));
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return control.signal;
}
