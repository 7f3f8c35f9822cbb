/**
 * A module with relative paths where it names packages, as a browser knows no names. (An import map would say it
 * better, but is an inline script.)
 */
export function withPathsTo(
  packages: Readonly<Record<string, string>>,
  path: string,
  text: string,
): string {
  const up = '../'.repeat(path.split('/').length - 1) || './';
  return text.replace(
    /\b(from|import)(\s*)(['"])([\w@/-]+)\3/g,
    (whole, keyword: string, space: string, quote: string, name: string) => {
      const target = packages[name];
      return target === undefined ? whole : `${keyword}${space}${quote}${up}${target}${quote}`;
    },
  );
}
