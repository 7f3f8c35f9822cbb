/** Lets go of whatever is being waited for, without a listener that grows with every wait. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Settles as `promise`, or rejects with the reason of the interruption. */
  wait<Value>(promise: Promise<Value>): Promise<Value>;
  now(reason: Error): void;
}

export function createInterrupt(): Interrupt {
  const control = new AbortController();
  let interrupted: Error | undefined;
  let wake: ((reason: Error) => void) | undefined;
  return {
    signal: control.signal,
    wait(promise) {
      return new Promise((resolve, reject) => {
        promise.then(resolve, reject);
        if (interrupted) reject(interrupted);
        else wake = reject;
      });
    },
    now(reason) {
      interrupted ??= reason;
      wake?.(interrupted);
      control.abort(interrupted);
    },
  };
}
