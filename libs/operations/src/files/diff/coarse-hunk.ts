import { countLines } from './count-lines.ts';
import type { Hunk } from './hunk.ts';

/** Of either side; nobody reads more. */
const SHOWN = 300;

/** One hunk that replaces everything; only its first lines are in it. */
export function coarseHunk(before: string, after: string): Hunk {
  return {
    oldStart: 1,
    oldLines: countLines(before),
    newStart: 1,
    newLines: countLines(after),
    lines: [...marked('-', before), ...marked('+', after)],
  };
}

function marked(mark: string, text: string): string[] {
  const lines: string[] = [];
  let from = 0;
  while (from < text.length && lines.length < SHOWN) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    lines.push(mark + text.slice(from, to));
    if (newline < 0) lines.push('\\ No newline at end of file');
    from = to + 1;
  }
  return lines;
}
