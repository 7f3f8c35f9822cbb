import type { SearchMatch } from '@devbench/core';

/** What a match takes besides its texts. */
const OVERHEAD = 80;

/** As many of the matches, from the first on, as a reply has room for. */
export function fitMatches(matches: readonly SearchMatch[], budget: number): SearchMatch[] {
  let left = budget;
  const fitting: SearchMatch[] = [];
  for (const match of matches) {
    const lines = [match.path, ...match.before, match.text, ...match.after];
    left -= lines.reduce((sum, line) => sum + Buffer.byteLength(line), OVERHEAD);
    if (left < 0 && fitting.length > 0) break;
    fitting.push(match);
  }
  return fitting;
}
