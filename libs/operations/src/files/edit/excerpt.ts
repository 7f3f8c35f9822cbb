import { lineNumbers } from './line-numbers.ts';

const LINES = 12;
const LONGEST = 200;
const LEAD = 40;

/** The lines from `start` to `end` with their numbers; of many and of long ones the beginning. */
export function excerpt(text: string, { start, end }: { start: number; end: number }): string {
  const [first = 1] = lineNumbers(text, [start]);
  const lines: string[] = [];
  let from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  // In a line without end, the text itself matters.
  const skipped = start - from > LONGEST - LEAD;
  if (skipped) from = start - LEAD;
  while (from < end && lines.length < LINES) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const cut = to - from > LONGEST ? '…' : '';
    const lead = skipped && lines.length === 0 ? '…' : '';
    const line = text.slice(from, Math.min(to, from + LONGEST));
    lines.push(`${first + lines.length}\t${lead}${line}${cut}`.toWellFormed());
    from = to + 1;
  }
  if (from < end) lines.push('…');
  return lines.join('\n');
}
