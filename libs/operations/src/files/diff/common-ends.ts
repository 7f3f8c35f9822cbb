export interface Middle {
  /** Where it begins in both texts, at the beginning of a line. */
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** What lies between the lines that two texts have in common at either end, `context` of these included. */
export function middleOf(old: string, changed: string, context: number): Middle {
  const shorter = Math.min(old.length, changed.length);
  let head = 0;
  while (head < shorter && old.charCodeAt(head) === changed.charCodeAt(head)) head += 1;
  let tail = 0;
  while (
    tail < shorter - head &&
    old.charCodeAt(old.length - 1 - tail) === changed.charCodeAt(changed.length - 1 - tail)
  ) {
    tail += 1;
  }
  let start = lineStart(old, head);
  for (let line = 0; line < context && start > 0; line += 1) start = lineStart(old, start - 1);
  let oldEnd = lineEnd(old, old.length - tail);
  for (let line = 0; line < context && oldEnd < old.length; line += 1)
    oldEnd = lineEnd(old, oldEnd);
  return { start, oldEnd, newEnd: changed.length - (old.length - oldEnd) };
}

const lineStart = (text: string, at: number) => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

/** After the end of the line that begins at `at` or goes on there. */
function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}
