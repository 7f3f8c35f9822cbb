import { bestWindow, type Grams, gramsOf } from './grams.ts';

export interface NearestText {
  readonly start: number;
  readonly end: number;
  readonly onlySpace: boolean;
}

/** Characters; what follows is not looked at, so that nobody has to wait. */
export const SEARCHED = 2_097_152;
/** Characters; of a longer text, the beginning counts. */
const COMPARED = 4096;
/** Less than this share of triples of characters in common is no likeness. */
const ENOUGH = 0.4;

/**
 * The part of `text` that has most triples of characters in common with `wanted`, white space aside, if that is
 * enough of them. Takes time in proportion to the text, whatever is in it.
 */
export function nearestText(text: string, wanted: string): NearestText | undefined {
  const { hashes } = gramsOf(wanted.slice(0, COMPARED));
  if (hashes.length === 0) return undefined;
  const grams = gramsOf(text.slice(0, SEARCHED));
  const { from, score } = bestWindow(grams.hashes, hashes);
  if (score < ENOUGH * hashes.length) return undefined;
  const { start, end } = trimmed(grams, from, hashes);
  const onlySpace = score === hashes.length && bare(text.slice(start, end)) === bare(wanted);
  return { start, end, onlySpace };
}

const bare = (text: string) => text.replaceAll(/\s/g, '');

/** The window without what both ends do not have in common with the wanted text. */
function trimmed({ hashes, at }: Grams, from: number, wanted: Uint16Array) {
  const known = new Set(wanted);
  const isKnown = (gram: number) => known.has(gram);
  const window = hashes.subarray(from, from + wanted.length);
  const first = from + window.findIndex(isKnown);
  const last = from + window.findLastIndex(isKnown);
  return { start: at[first] ?? 0, end: (at[last + 2] ?? 0) + 1 };
}
