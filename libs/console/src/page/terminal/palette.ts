/** Classes that say how a piece of text looks. */
export interface Look {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  /** 0–15, or none. */
  readonly color: number | undefined;
}

export const PLAIN: Look = {
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  color: undefined,
};

/** What a program said of looks (SGR), as far as this terminal follows: no backgrounds, sixteen colours. */
export function changeLook(look: Look, parameters: string): Look {
  let next = look;
  const codes = parameters.split(/[;:]/).map(Number);
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const color = codes[at + 1] === 5 ? codes[at + 2] : undefined;
      if (code === 38 && color !== undefined && color < 16) next = { ...next, color };
      at += codes[at + 1] === 5 ? 2 : 4;
    } else next = applied(next, code);
  }
  return next;
}

function applied(look: Look, code: number): Look {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 3) return { ...look, italic: true };
  if (code === 4) return { ...look, underline: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 23) return { ...look, italic: false };
  if (code === 24) return { ...look, underline: false };
  if (code === 39) return { ...look, color: undefined };
  if (code >= 30 && code <= 37) return { ...look, color: code - 30 };
  if (code >= 90 && code <= 97) return { ...look, color: code - 82 };
  return look;
}

/** Made of numbers and fixed words alone, whatever the program said. */
export const classOf = ({ bold, dim, italic, underline, color }: Look): string =>
  [
    bold && 'bold',
    dim && 'dim',
    italic && 'italic',
    underline && 'underline',
    color !== undefined && `color-${color}`,
  ]
    .filter(Boolean)
    .join(' ');
