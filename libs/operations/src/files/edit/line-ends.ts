export type LineEnd = '\n' | '\r\n';

/** The text with LF as its line end, as callers write it. */
export const fold = (text: string): string => text.replaceAll('\r\n', '\n');

/** Positions in the folded text, ascending, as positions in `text`. */
export function unfold(text: string, positions: readonly number[]): number[] {
  let folded = 0;
  let next = text.indexOf('\r\n');
  return positions.map((position) => {
    while (next >= 0 && next - folded < position) {
      folded += 1;
      next = text.indexOf('\r\n', next + 2);
    }
    return position + folded;
  });
}

/** The first one in the text. */
export function firstLineEnd(text: string): LineEnd | undefined {
  const newline = text.indexOf('\n');
  if (newline < 0) return undefined;
  return text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** Tells which line end is used at a position, or before it at the end of the text; ask in ascending order. */
export function lineEndsOf(text: string, usual: LineEnd): (position: number) => LineEnd {
  let newline = text.indexOf('\n');
  let end = firstLineEnd(text) ?? usual;
  return (position) => {
    while (newline >= 0 && newline < position) {
      newline = text.indexOf('\n', newline + 1);
      if (newline >= 0) end = text[newline - 1] === '\r' ? '\r\n' : '\n';
    }
    return end;
  };
}
