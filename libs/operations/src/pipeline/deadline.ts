import { AppError, type Clock, toAppError } from '@devbench/core';

import { abortListeners } from '../abort-listeners.ts';
import type { Step } from './compose.ts';

interface Deadlines {
  readonly clock: Clock;
  readonly callTimeoutMs: number;
  /** Aborts when the server cannot wait for calls any longer. */
  readonly stopping: AbortSignal;
}

/** How long a call may tidy up before its caller is answered without it. */
const ABANDON_MS = 2000;

/** Gives the call its one signal, aborted by the caller, the deadline or the server, and names the reason. */
export const deadline = ({ clock, callTimeoutMs, stopping }: Deadlines): Step => {
  const onStopping = abortListeners(stopping);
  return async (call, next) => {
    const { signal: caller } = call.caller;
    const ms = call.operation.deadlineMs?.(call.input as never) ?? callTimeoutMs;
    const control = new AbortController();
    const abandoned = Promise.withResolvers<never>();
    let stopTimer = clock.after(ms, () =>
      abort(new AppError('deadline_exceeded', `${call.operation.name} took longer than ${ms} ms.`)),
    );
    const abort = (error: AppError) => {
      if (control.signal.aborted) return;
      control.abort(error);
      stopTimer();
      stopTimer = clock.after(ABANDON_MS, () => abandoned.reject(error));
    };
    const cancel = () => abort(new AppError('call_cancelled', 'The caller cancelled the call.'));
    const stop = () => abort(new AppError('shutting_down', 'The server is stopping.'));
    caller.addEventListener('abort', cancel);
    if (caller.aborted) cancel();
    const stopListening = onStopping(stop);
    try {
      control.signal.throwIfAborted();
      return await Promise.race([next({ signal: control.signal }), abandoned.promise]);
    } catch (thrown) {
      throw reasonOf(thrown, control.signal);
    } finally {
      stopTimer();
      caller.removeEventListener('abort', cancel);
      stopListening();
      abandoned.promise.catch(() => undefined);
    }
  };
};

/** What a handler says when it was interrupted is less than why it was. */
function reasonOf(thrown: unknown, signal: AbortSignal): AppError {
  const error = toAppError(thrown);
  const vague = error.code === 'unexpected' || error.code === 'call_cancelled';
  return signal.aborted && vague ? toAppError(signal.reason) : error;
}
