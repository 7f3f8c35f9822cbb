import { type IgnoreRules, judge, parseIgnoreRules } from './ignore-rules.ts';
import type { Candidate } from './messages.ts';

/** The rules of all directories met so far; those of a directory are about everything below it. */
export function createIgnoreTree() {
  const rules = new Map<string, IgnoreRules>();

  const ignored = (path: string, directory: boolean): boolean => {
    for (let base = path; base !== '';) {
      base = base.slice(0, Math.max(0, base.lastIndexOf('/')));
      const own = rules.get(base);
      const below = base === '' ? path : path.slice(base.length + 1);
      const verdict = own && judge(own, below, directory);
      if (verdict !== undefined) return verdict;
    }
    return false;
  };

  return {
    /** Which of the names in a directory are kept; `text` is its .gitignore, if it has one. */
    keep(directory: string, text: string | undefined, candidates: readonly Candidate[]): boolean[] {
      if (text !== undefined) rules.set(directory, parseIgnoreRules(text));
      const prefix = directory === '' ? '' : `${directory}/`;
      return candidates.map((it) => !ignored(`${prefix}${it.name}`, it.directory));
    },
  };
}
