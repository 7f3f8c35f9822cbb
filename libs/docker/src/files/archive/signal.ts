/** A wait that others end. What happened before it is not forgotten. */
export function createSignal() {
  let signal = Promise.withResolvers<undefined>();
  return {
    raise: () => signal.resolve(undefined),
    async wait(): Promise<void> {
      await signal.promise;
      signal = Promise.withResolvers();
    },
  };
}
