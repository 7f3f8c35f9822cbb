/** Measures in milliseconds how long the work takes. */
export const timed = (work: () => Promise<unknown>) => async (): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** The time that each of several calls takes on average. */
export const timedEach = (count: number, work: () => Promise<unknown>) => {
  const all = timed(async () => {
    for (let done = 0; done < count; done += 1) await work();
  });
  return async () => (await all()) / count;
};
