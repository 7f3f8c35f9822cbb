/** @throws Error with a sentence for the person who watches, when something is not as promised */
export function check(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
