import { createGramCounter, eachGram } from './grams.ts';

export interface NearestText {
  readonly start: number;
  readonly end: number;
  readonly onlySpace: boolean;
}

/** How many triples of characters are compared; of a longer text the beginning counts. */
const MOST = 2000;
/** Less than this share of triples in common is no likeness. */
const ENOUGH = 0.4;

/**
 * The part of `text` that has most triples of characters in common with `wanted`, white space aside, if that is
 * enough of them. Takes time in proportion to the text, whatever is in it.
 */
export function nearestText(text: string, wanted: string): NearestText | undefined {
  const grams = gramsOf(wanted);
  if (grams.length === 0) return undefined;
  const best = bestWindow(text, grams);
  if (best.score < ENOUGH * grams.length) return undefined;
  const { start, end } = trimmed(text, best, new Set(grams));
  const onlySpace = best.score === grams.length && bare(text.slice(start, end)) === bare(wanted);
  return { start, end, onlySpace };
}

const bare = (text: string) => text.replaceAll(/\s/g, '');

function gramsOf(wanted: string): number[] {
  const grams: number[] = [];
  eachGram(wanted, 0, wanted.length, (gram) => {
    grams.push(gram);
    return grams.length < MOST;
  });
  return grams;
}

function bestWindow(text: string, grams: readonly number[]) {
  const size = grams.length;
  const window = createGramCounter(grams);
  const starts = new Uint32Array(size);
  const inside = new Uint16Array(size);
  const best = { score: 0, start: 0, end: 0 };
  let seen = 0;
  eachGram(text, 0, text.length, (gram, start, end) => {
    const slot = seen % size;
    if (seen >= size) window.leave(inside[slot] ?? 0);
    inside[slot] = gram;
    starts[slot] = start;
    seen += 1;
    const score = window.enter(gram);
    if (score > best.score) {
      best.score = score;
      best.start = starts[seen < size ? 0 : seen % size] ?? 0;
      best.end = end;
    }
    return true;
  });
  return best;
}

/** Without what both ends do not have in common. */
function trimmed(
  text: string,
  { start, end }: { start: number; end: number },
  wanted: ReadonlySet<number>,
) {
  let [first, last] = [end, start];
  eachGram(text, start, end, (gram, from, to) => {
    if (!wanted.has(gram)) return true;
    first = Math.min(first, from);
    last = to;
    return true;
  });
  return { start: first, end: last };
}
