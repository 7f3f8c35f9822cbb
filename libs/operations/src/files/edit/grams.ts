const BUCKETS = 65_536;

/** Each three characters in a row of a text, white space left out. */
export interface Grams {
  readonly hashes: Uint16Array;
  /** Where the characters are; the gram with index `i` goes from `at[i]` to `at[i + 2]`. */
  readonly at: Uint32Array;
}

/** Looks at each character once. */
export function gramsOf(text: Pick<string, 'length' | 'charCodeAt'>): Grams {
  const at = new Uint32Array(text.length);
  const hashes = new Uint16Array(text.length);
  let [first, second, count] = [0, 0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const third = text.charCodeAt(index);
    if (isSpace(third)) continue;
    at[count] = index;
    if (count >= 2) hashes[count - 2] = hash(first, second, third);
    first = second;
    second = third;
    count += 1;
  }
  return { hashes: hashes.subarray(0, Math.max(0, count - 2)), at: at.subarray(0, count) };
}

const isSpace = (code: number) => code <= 32 || code === 0xa0 || code === 0xfeff;

const hash = (first: number, second: number, third: number) =>
  Math.imul(Math.imul(Math.imul(first, 31) + second, 31) + third, 0x9e3779b1) >>> 16;

/**
 * Where the window as long as `wanted` begins that has most in common with it, each gram counted as often as it
 * is in both, and how much that is. Looks at each gram twice, whatever the length of `wanted`.
 */
export function bestWindow(
  text: Uint16Array,
  wanted: Uint16Array,
): { from: number; score: number } {
  const missing = new Int32Array(BUCKETS);
  for (const gram of wanted) missing[gram] = (missing[gram] ?? 0) + 1;
  const best = { from: 0, score: 0 };
  let common = 0;
  for (let index = 0; index < text.length; index += 1) {
    const from = index - wanted.length + 1;
    if (from > 0) {
      const gone = text[from - 1] ?? 0;
      const left = (missing[gone] ?? 0) + 1;
      if (left > 0) common -= 1;
      missing[gone] = left;
    }
    const gram = text[index] ?? 0;
    const left = missing[gram] ?? 0;
    if (left > 0) common += 1;
    missing[gram] = left - 1;
    if (common > best.score) {
      best.score = common;
      best.from = Math.max(0, from);
    }
  }
  return best;
}
