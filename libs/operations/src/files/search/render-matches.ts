interface Match {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly before?: readonly string[] | undefined;
  readonly after?: readonly string[] | undefined;
}

/** As grep prints them: `:` at a match, `-` at the lines around it. */
export const renderMatches = (matches: readonly Match[]): string[] =>
  matches.flatMap(({ path, line, text, before = [], after = [] }) => [
    ...before.map((it, index) => `${path}-${line - before.length + index}-${it}`),
    `${path}:${line}:${text}`,
    ...after.map((it, index) => `${path}-${line + 1 + index}-${it}`),
  ]);
