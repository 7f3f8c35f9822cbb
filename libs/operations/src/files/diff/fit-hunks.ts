import type { Hunk } from './hunk.ts';

const LONGEST_LINE = 2000;

/** The first hunks that fit in so many characters; the last one may be cut, and its counts say so. */
export function fitHunks(
  hunks: readonly Hunk[],
  budget: number,
): { hunks: readonly Hunk[]; truncated: boolean } {
  const kept: Hunk[] = [];
  let truncated = false;
  let left = budget;
  for (const hunk of hunks) {
    const lines: string[] = [];
    for (const line of hunk.lines) {
      const short = line.slice(0, LONGEST_LINE).toWellFormed();
      left -= short.length + 1;
      if (left < 0) break;
      if (short.length < line.length) truncated = true;
      lines.push(short.length < line.length ? `${short}…` : short);
    }
    const old = count(lines, '-');
    const changed = count(lines, '+');
    const whole = old === hunk.oldLines && changed === hunk.newLines;
    if (lines.length > 0) kept.push({ ...hunk, oldLines: old, newLines: changed, lines });
    if (!whole) return { hunks: kept, truncated: true };
  }
  return { hunks: kept, truncated };
}

const count = (lines: readonly string[], mark: '-' | '+') =>
  lines.filter((line) => line.startsWith(mark) || line.startsWith(' ')).length;
