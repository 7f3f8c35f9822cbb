import { CallerLeft } from '@devbench/core';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';

/**
 * The signal of a request with a reason that tells a client that cancels from one that is gone. The SDK aborts
 * for both, and drops its transport in the same turn when the connection has closed.
 */
export function toCallerSignal(server: Server, signal: AbortSignal): AbortSignal {
  const control = new AbortController();
  const abort = () =>
    queueMicrotask(() => control.abort(server.transport ? signal.reason : new CallerLeft()));
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return control.signal;
}
