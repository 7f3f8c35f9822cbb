/** The lines, from 1, of ascending positions. */
export function lineNumbers(text: string, positions: readonly number[]): number[] {
  let line = 1;
  let newline = text.indexOf('\n');
  return positions.map((position) => {
    while (newline >= 0 && newline < position) {
      line += 1;
      newline = text.indexOf('\n', newline + 1);
    }
    return line;
  });
}
