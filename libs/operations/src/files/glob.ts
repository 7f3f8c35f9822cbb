import { AppError } from '@devbench/core';

import { expandBraces } from './glob-braces.ts';

type Test = (character: string) => boolean;

/** `one` takes a character, `many` any number of them, `directories` whole names with their slash. */
interface Token {
  readonly kind: 'one' | 'many' | 'directories';
  readonly test: Test;
}

const inName: Test = (character) => character !== '/';
const any: Test = () => true;
const TOKEN = /(?:\*\*\/)+|\*+|\?|\[[!^]?\]?[^\]]*\]|\\.|./gsu;

/**
 * A predicate for paths: `*` and `?` stay within a name, `**` crosses directories, `[a-z]` and `{a,b}` choose.
 * A pattern without a slash is compared with the name alone. Takes time in proportion to both lengths.
 * @throws AppError `invalid_argument`
 */
export function parseGlob(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map((text) =>
    Array.from(text.matchAll(TOKEN), ([token]) => toToken(token)),
  );
  const matches = (text: string) => alternatives.some((tokens) => simulate(tokens, text));
  if (pattern.includes('/')) return matches;
  return (path) => matches(path.slice(path.lastIndexOf('/') + 1));
}

/** A predicate for paths below the workspace, of a pattern that is meant from `directory` on. */
export function globBelow(directory: string, glob: string | undefined): (path: string) => boolean {
  if (glob === undefined) return () => true;
  const matches = parseGlob(glob);
  const skipped = directory === '' ? 0 : directory.length + 1;
  return (path) => matches(path.slice(skipped));
}

function toToken(token: string): Token {
  if (token.endsWith('**/')) return { kind: 'directories', test: any };
  if (token.startsWith('**')) return { kind: 'many', test: any };
  if (token === '*') return { kind: 'many', test: inName };
  if (token === '?') return { kind: 'one', test: inName };
  if (token.length > 2 && token.startsWith('[')) return { kind: 'one', test: oneOf(token) };
  const literal = token.length > 1 ? token.slice(1) : token;
  return { kind: 'one', test: (character) => character === literal };
}

function oneOf(token: string): Test {
  const inner = token
    .slice(1, -1)
    .replace(/^!/, '^')
    .replaceAll(/[\\[\]]/g, String.raw`\$&`);
  try {
    const expression = new RegExp(`^[${inner}]$`, 'u');
    return (character) => character !== '/' && expression.test(character);
  } catch (cause) {
    throw new AppError('invalid_argument', `${token} is no set of characters.`, { cause });
  }
}

/** Follows all ways through the pattern at once, so that no pattern can take exponential time. */
function simulate(tokens: readonly Token[], text: string): boolean {
  const enter = (states: Set<number>, index: number) => {
    states.add(index);
    const kind = tokens[index]?.kind;
    if (kind === 'many' || kind === 'directories') enter(states, index + 1);
  };
  let states = new Set<number>();
  enter(states, 0);
  for (const character of text) {
    const next = new Set<number>();
    for (const index of states) {
      const token = tokens[index];
      if (!token?.test(character)) continue;
      if (token.kind === 'one') enter(next, index + 1);
      else if (token.kind === 'many') enter(next, index);
      else {
        next.add(index);
        if (character === '/') enter(next, index + 1);
      }
    }
    if (next.size === 0) return false;
    states = next;
  }
  return states.has(tokens.length);
}
