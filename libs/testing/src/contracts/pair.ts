import { onTestFinished } from 'vitest';

/** Two servers on one state; the same one twice where there can be only one. */
export interface Pair<T> {
  readonly first: T;
  readonly second: T;
  stop(): Promise<void>;
}

export type MakePair<T> = () => Promise<Pair<T>>;

/** For the length of one test. */
export async function started<T>(make: MakePair<T>): Promise<Pair<T>> {
  const pair = await make();
  onTestFinished(() => pair.stop());
  return pair;
}
