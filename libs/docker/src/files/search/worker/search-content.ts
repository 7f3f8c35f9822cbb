import type { FileResult, Line, PatternSettings } from './messages.ts';
import type { Pattern } from './pattern.ts';

/** A NUL this near to the beginning says that it is no text. */
const LOOKED_AT = 8192;
const LONGEST_LINE = 300;
/** Of a cut line, what is shown before the match. */
const LEAD = 60;

const NOTHING: FileResult = { binary: false, lines: [] };

/** The lines of one file that match. */
export function searchContent(
  content: Uint8Array,
  pattern: Pattern,
  { context, maxResults }: Pick<PatternSettings, 'context' | 'maxResults'>,
): FileResult {
  if (content.subarray(0, LOOKED_AT).includes(0)) return { binary: true, lines: [] };
  if (!pattern.mayBeInBytes(content)) return NOTHING;
  const text = new TextDecoder().decode(content).replaceAll('\r\n', '\n');
  if (!pattern.mayBeInText(text)) return NOTHING;
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  const lines: Line[] = [];
  for (const [index, line] of all.entries()) {
    const at = pattern.indexIn(line);
    if (at < 0) continue;
    lines.push({
      line: index + 1,
      column: at + 1,
      text: cutAround(line, at),
      before: all.slice(Math.max(0, index - context), index).map((it) => cutAround(it, 0)),
      after: all.slice(index + 1, index + 1 + context).map((it) => cutAround(it, 0)),
    });
    if (lines.length === maxResults) break;
  }
  return { binary: false, lines };
}

function cutAround(line: string, at: number): string {
  if (line.length <= LONGEST_LINE) return line;
  const from = at < LONGEST_LINE - LEAD ? 0 : at - LEAD;
  const to = from + LONGEST_LINE;
  const cut = line.slice(from, to).toWellFormed();
  return `${from > 0 ? '…' : ''}${cut}${to < line.length ? '…' : ''}`;
}
