import type { Refusal } from '@devbench/operations';

const WINDOW_MS = 60_000;
const MOST = 60;

/** Tells of so many refusals in a minute; who guesses fills no disk. The next that is told says how many were not. */
export function sparingly(
  tell: (refusal: Refusal) => void,
  now: () => number = () => performance.now(),
): (refusal: Omit<Refusal, 'untold'>) => void {
  let until = 0;
  let told = 0;
  let untold = 0;
  return (refusal) => {
    if (now() >= until) [until, told] = [now() + WINDOW_MS, 0];
    if (told === MOST) {
      untold += 1;
      return;
    }
    tell({ ...refusal, untold });
    told += 1;
    untold = 0;
  };
}
