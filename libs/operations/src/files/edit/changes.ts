import { lineHunks } from '../diff/line-hunks.ts';

const CONTEXT = 2;
const MOST_LINES = 60;
const LONGEST = 200;
const BUDGET = 12_000;

export interface Change {
  /** Of the first of the lines, in the new text. */
  readonly line: number;
  /** Like a diff, each with its number: that in the old text for what was removed. */
  readonly lines: string[];
}

/** What an edit has changed, to look at; of much, the beginning. */
export function changesOf(old: string, changed: string): { changes: Change[]; truncated: boolean } {
  const { hunks, coarse } = lineHunks(old, changed, CONTEXT);
  const changes: Change[] = [];
  let [left, truncated] = [BUDGET, coarse];
  for (const { oldStart, newStart, lines } of hunks) {
    const numbered = number(lines, oldStart, newStart);
    const kept = numbered.slice(0, MOST_LINES);
    left -= kept.reduce((sum, line) => sum + line.length + 1, 0);
    if (left < 0 && changes.length > 0) return { changes, truncated: true };
    truncated ||= kept.length < numbered.length;
    changes.push({ line: newStart, lines: kept });
  }
  return { changes, truncated };
}

function number(lines: readonly string[], oldStart: number, newStart: number): string[] {
  let [old, changed] = [oldStart, newStart];
  return lines.flatMap((line) => {
    const mark = line.charAt(0);
    if (mark === '\\') return [];
    const at = mark === '-' ? old : changed;
    if (mark !== '+') old += 1;
    if (mark !== '-') changed += 1;
    return [`${mark}${at}\t${shortened(line.slice(1))}`];
  });
}

function shortened(line: string): string {
  const plain = line.endsWith('\r') ? line.slice(0, -1) : line;
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST).toWellFormed()}…` : plain;
}
