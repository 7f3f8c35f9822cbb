export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'look'; readonly parameters: string }
  | { readonly kind: 'control'; readonly code: string };

/** In the order of what is tried: sequences that end, sequences that do not yet, single characters. */
const SEQUENCE = new RegExp(
  [
    String.raw`\x1b\[([0-9;:]*)m`,
    String.raw`\x1b\[[0-?]*[ -/]*[@-~]`,
    String.raw`\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)`,
    String.raw`\x1b[ -/]*[0-OQ-WYZ\\\x60-~]`,
    String.raw`[\x00-\x1f\x7f]`,
  ].join('|'),
  'g',
);

/** A sequence whose end may still come. */
const BEGUN = new RegExp(String.raw`\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)$`);

/** A longer one is no sequence but text. */
const LONGEST_BEGUN = 4096;

/** Splits what a program wrote; `rest` is for the beginning of what comes next. */
export function tokensOf(text: string): { tokens: Token[]; rest: string } {
  const [begun = ''] = BEGUN.exec(text.slice(-LONGEST_BEGUN)) ?? [];
  const whole = begun === '' ? text : text.slice(0, -begun.length);
  const tokens: Token[] = [];
  let at = 0;
  for (const match of whole.matchAll(SEQUENCE)) {
    if (match.index > at) tokens.push({ kind: 'text', text: whole.slice(at, match.index) });
    at = match.index + match[0].length;
    if (match[1] !== undefined) tokens.push({ kind: 'look', parameters: match[1] });
    else if (match[0].length === 1) tokens.push({ kind: 'control', code: match[0] });
  }
  if (at < whole.length) tokens.push({ kind: 'text', text: whole.slice(at) });
  return { tokens, rest: begun };
}
