import { structuredPatch } from 'diff';

import { coarseHunk } from './coarse-hunk.ts';
import { middleOf } from './common-ends.ts';
import { countLines } from './count-lines.ts';
import type { Hunk } from './hunk.ts';

export interface LineHunks {
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly removed: number;
  /** Too much differs: everything from the first to the last difference counts as replaced. */
  readonly coarse: boolean;
}

/** Beyond these limits, an exact answer would hold up everybody else. */
const MOST_LINES = 100_000;
const MOST_CHANGES = 2000;
const MOST_MS = 300;

/** What differs between two texts, line by line. */
export function lineHunks(old: string, changed: string, context: number): LineHunks {
  if (old === changed) return { hunks: [], added: 0, removed: 0, coarse: false };
  const { start, oldEnd, newEnd } = middleOf(old, changed, context);
  const before = old.slice(start, oldEnd);
  const after = changed.slice(start, newEnd);
  const skipped = countLines(old.slice(0, start));
  const exact = exactHunks(before, after, context);
  const hunks = (exact ?? [coarseHunk(before, after)]).map((hunk) => ({
    ...hunk,
    oldStart: hunk.oldStart + skipped,
    newStart: hunk.newStart + skipped,
  }));
  const lines = exact?.flatMap((hunk) => hunk.lines);
  return {
    hunks,
    added: lines?.filter((line) => line.startsWith('+')).length ?? countLines(after),
    removed: lines?.filter((line) => line.startsWith('-')).length ?? countLines(before),
    coarse: exact === undefined,
  };
}

function exactHunks(before: string, after: string, context: number): readonly Hunk[] | undefined {
  if (countLines(before) + countLines(after) > MOST_LINES) return undefined;
  return structuredPatch('', '', before, after, '', '', {
    context,
    maxEditLength: MOST_CHANGES,
    timeout: MOST_MS,
  })?.hunks;
}
