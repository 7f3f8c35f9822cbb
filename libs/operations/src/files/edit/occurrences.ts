interface Occurrences {
  /** The first of them, as many as were asked for. */
  readonly starts: readonly number[];
  readonly count: number;
}

/**
 * Where `wanted` is in `text`. Takes time in proportion to both lengths; that of `indexOf` can be their product.
 * @param overlapping whether `aa` is twice in `aaa`
 */
export function occurrences(
  text: string,
  wanted: string,
  { overlapping, keep }: { overlapping: boolean; keep: number },
): Occurrences {
  const shorter = fallbacks(wanted);
  const starts: number[] = [];
  let count = 0;
  let matched = 0;
  for (let index = 0; index < text.length; index += 1) {
    matched = extend(wanted, shorter, matched, text.charCodeAt(index));
    if (matched < wanted.length) continue;
    if (count < keep) starts.push(index + 1 - matched);
    count += 1;
    matched = overlapping ? (shorter[matched - 1] ?? 0) : 0;
  }
  return { starts, count };
}

/** The table of Knuth, Morris and Pratt: the longest beginning that is also the end of each beginning. */
function fallbacks(wanted: string): Int32Array {
  const table = new Int32Array(wanted.length);
  let matched = 0;
  for (let index = 1; index < wanted.length; index += 1) {
    matched = extend(wanted, table, matched, wanted.charCodeAt(index));
    table[index] = matched;
  }
  return table;
}

function extend(wanted: string, table: Int32Array, matched: number, code: number): number {
  let length = matched;
  while (length > 0 && wanted.charCodeAt(length) !== code) length = table[length - 1] ?? 0;
  return wanted.charCodeAt(length) === code ? length + 1 : length;
}
