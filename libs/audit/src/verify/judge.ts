import { NOTHING, unseal } from '../file/chain.ts';

export type Problem = 'changed' | 'removed_before' | 'unlinked';

interface Link {
  readonly chain: string;
  readonly seq: number;
  readonly prev: string;
}

/** Judges the lines of a trail one after the other. The oldest file may begin in the middle: older ones expire. */
export function createJudge() {
  const known = new Set([NOTHING]);
  const last = new Map<string, { seq: number; hash: string }>();

  return (line: string, { isOldest }: { isOldest: boolean }): Problem | undefined => {
    const hash = unseal(line);
    if (hash === undefined) return 'changed';
    const { chain, seq, prev } = JSON.parse(line) as Link;
    const before = last.get(chain);
    last.set(chain, { seq, hash });
    known.add(hash);
    if (before) {
      return before.hash === prev && before.seq + 1 === seq ? undefined : 'removed_before';
    }
    if (isOldest) return undefined;
    if (seq > 1) return 'removed_before';
    return known.has(prev) ? undefined : 'unlinked';
  };
}
