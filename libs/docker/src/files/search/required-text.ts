import type { SearchQuery } from '@devbench/core';

/** Where these occur, what follows may mean something else than it seems to here. */
const UNREAD = /\\[CEPQkpx\d]|\(\?(?!:|P?<[a-z])|\[:/i;
const TOKEN = /\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[^}]*\}|./gsu;
const PLAIN = /^(?:[\w !"#%&',\-/:;<=>@`~]|\\[!-/:-@[-`{-~])$/;

/**
 * Bytes without which no line of a file matches, or '' where none are known. Only ASCII of an expression: how the rest
 * is encoded in a file that is no UTF-8 cannot be said.
 */
export function requiredText({ pattern, literal, ignoreCase }: SearchQuery): string {
  if (ignoreCase) return '';
  if (literal) return pattern;
  if (UNREAD.test(pattern)) return '';
  let depth = 0;
  let run = '';
  let longest = '';
  const end = (length = run.length) => {
    if (length > longest.length) longest = run.slice(0, length);
    run = '';
  };
  for (const [token] of pattern.matchAll(TOKEN)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0 && token === '|') return '';
    if (depth === 0 && PLAIN.test(token)) run += token.at(-1) ?? '';
    // The character before may not be there at all.
    else if (/^[*?{]/.test(token)) end(run.length - 1);
    else end();
  }
  end();
  return longest;
}
