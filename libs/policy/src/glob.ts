import picomatch from 'picomatch';

const made = new Map<string, (text: string) => boolean>();

/** Whether a text is like a pattern with `*` and `?`; also hidden names, and `*` alone is anything. Patterns are the operator's, so few. */
export function glob(pattern: string): (text: string) => boolean {
  const known = made.get(pattern);
  if (known) return known;
  const options = { dot: true, nonegate: true, noextglob: true, nobrace: true, nobracket: true };
  const matches = pattern === '*' ? () => true : picomatch(pattern, options);
  made.set(pattern, matches);
  return matches;
}
