import { createHash } from 'node:crypto';

/** A token that its issuer takes back is good for so long at most. */
const FRESH_MS = 30_000;
const MOST = 1_000;

interface Answer<T> {
  readonly said: Promise<T>;
  readonly until: number;
}

/**
 * What the issuer said of a token, for a short time and of so many tokens; those who ask at the same time ask once. No
 * token is kept, and no failure: whoever guesses fills nothing.
 */
export function rememberTokens<T>(
  ask: (token: string) => Promise<T>,
  now: () => number = () => performance.now(),
): (token: string) => Promise<T> {
  const known = new Map<string, Answer<T>>();
  return (token) => {
    const name = createHash('sha256').update(token).digest('base64');
    const answer = known.get(name);
    if (answer && now() < answer.until) return answer.said;
    const said = ask(token);
    // The oldest comes first.
    known.delete(name);
    if (known.size >= MOST) known.delete(known.keys().next().value ?? '');
    const entry = { said, until: now() + FRESH_MS };
    known.set(name, entry);
    said.catch(() => {
      if (known.get(name) === entry) known.delete(name);
    });
    return said;
  };
}
