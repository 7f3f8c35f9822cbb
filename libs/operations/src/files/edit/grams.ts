const BUCKETS = 65_536;

/**
 * Calls `visit` for each three characters in a row, white space left out, with their hash and where they are,
 * until it returns false.
 */
export function eachGram(
  text: string,
  from: number,
  to: number,
  visit: (gram: number, start: number, end: number) => boolean,
): void {
  let [first, second, secondAt, third, thirdAt] = [0, 0, 0, 0, 0];
  let firstAt = 0;
  let seen = 0;
  for (let index = from; index < to; index += 1) {
    const code = text.charCodeAt(index);
    if (isSpace(code)) continue;
    [first, firstAt] = [second, secondAt];
    [second, secondAt] = [third, thirdAt];
    [third, thirdAt] = [code, index];
    seen += 1;
    if (seen >= 3 && !visit(hash(first, second, third), firstAt, index + 1)) return;
  }
}

const isSpace = (code: number) => code <= 32 || code === 0xa0 || code === 0xfeff;

const hash = (first: number, second: number, third: number) =>
  (Math.imul(Math.imul(Math.imul(first, 31) + second, 31) + third, 0x9e3779b1) >>> 16) % BUCKETS;

/** Counts how many grams a moving window has in common with `wanted`, each as often as it is in both. */
export function createGramCounter(wanted: readonly number[]) {
  const missing = new Int32Array(BUCKETS);
  for (const gram of wanted) missing[gram] = (missing[gram] ?? 0) + 1;
  let common = 0;
  return {
    enter(gram: number): number {
      const left = missing[gram] ?? 0;
      if (left > 0) common += 1;
      missing[gram] = left - 1;
      return common;
    },
    leave(gram: number): void {
      const left = (missing[gram] ?? 0) + 1;
      if (left > 0) common -= 1;
      missing[gram] = left;
    },
  };
}
