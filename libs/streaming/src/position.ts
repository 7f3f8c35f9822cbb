/** A place in the output of a command: after record `seq`, and how far both streams have come there. */
export interface Position {
  readonly seq: number;
  readonly stdout: number;
  readonly stderr: number;
}

export const START: Position = { seq: 0, stdout: 0, stderr: 0 };

/** The bytes of both streams up to here, kept or not. */
export function totalAt({ stdout, stderr }: Position): number {
  return stdout + stderr;
}

/** The first of what is in order that goes beyond record `seq`. */
export function firstAfter<T extends { readonly last: Position }>(
  ordered: readonly T[],
  seq: number,
): T | undefined {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle]?.last.seq ?? Infinity) > seq) high = middle;
    else low = middle + 1;
  }
  return ordered[low];
}
