type LineEnd = '\n' | '\r\n';

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

/** Tells which line end is used at a position, or before it at the end of the text; ask in ascending order. */
export function lineEndsOf(text: string): (position: number) => LineEnd {
  const endAt = (newline: number) => (text[newline - 1] === '\r' ? '\r\n' : '\n');
  let newline = text.indexOf('\n');
  let end: LineEnd = endAt(newline);
  return (position) => {
    while (newline >= 0 && newline < position) {
      newline = text.indexOf('\n', newline + 1);
      if (newline >= 0) end = endAt(newline);
    }
    return end;
  };
}
