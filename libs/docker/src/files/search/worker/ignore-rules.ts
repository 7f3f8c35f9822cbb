import { RE2JS } from 're2js';

interface Rule {
  readonly negated: boolean;
  readonly directoriesOnly: boolean;
  readonly expression: RE2JS;
}

const MOST_RULES = 2000;
const LONGEST = 500;
const TOKEN = /\/\*\*$|^\*\*\/|\/\*\*\/|\*+|\?|\[[!^]?\]?[^\]]*\]|\\.|./gsu;

/** The rules of a .gitignore, with an engine that takes no exponential time; what is no rule is left out. */
export function parseIgnoreRules(text: string): Rule[] {
  const lines = text.split('\n', MOST_RULES).map((line) => line.replace(/\r$/, ''));
  return lines.flatMap((line) => toRule(line) ?? []);
}

function toRule(line: string): Rule | undefined {
  let pattern = line.replace(/(?<!\\) +$/, '');
  if (pattern === '' || pattern.startsWith('#') || pattern.length > LONGEST) return undefined;
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const directoriesOnly = pattern.endsWith('/');
  if (directoriesOnly) pattern = pattern.slice(0, -1);
  const anchored = pattern.includes('/');
  if (pattern.startsWith('/')) pattern = pattern.slice(1);
  if (pattern === '') return undefined;
  const source = Array.from(pattern.matchAll(TOKEN), ([token]) => translate(token)).join('');
  try {
    const expression = RE2JS.compile(`^${anchored ? '' : '(?:.*/)?'}${source}$`, RE2JS.DOTALL);
    return { negated, directoriesOnly, expression };
  } catch {
    return undefined;
  }
}

function translate(token: string): string {
  if (token === '/**') return '/.+';
  if (token === '**/') return '(?:.*/)?';
  if (token === '/**/') return '/(?:.*/)?';
  if (token.startsWith('*')) return '[^/]*';
  if (token === '?') return '[^/]';
  if (token.length > 2 && token.startsWith('[')) {
    return token.replace(/^\[[!^]/, '[^/').replaceAll(/\\|(?<=.)\[/g, String.raw`\$&`);
  }
  return RE2JS.quote(token.length > 1 && token.startsWith('\\') ? token.slice(1) : token);
}

/** True to leave it out, false to keep it, undefined when no rule is about it. The last rule that fits counts. */
export function judge(
  rules: readonly Rule[],
  path: string,
  directory: boolean,
): boolean | undefined {
  const rule = rules.findLast(
    ({ directoriesOnly, expression }) => (directory || !directoriesOnly) && expression.test(path),
  );
  return rule && !rule.negated;
}

export type IgnoreRules = readonly Rule[];
