/** Stands where a secret was. */
export const HIDDEN = '[hidden]';

const NAME = String.raw`[\w.-]*(?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|auth(?!or))[\w.-]*`;

/** Each finds a secret by what stands before it, or by the shape that its issuer gave it. */
const PATTERNS: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]+@/gi, `$1${HIDDEN}@`],
  [
    /\b((?:proxy-)?authorization["']?\s*[:=]\s*)(?:(?:bearer|basic|token)\s+)?[^\s"',;]+/gi,
    `$1${HIDDEN}`,
  ],
  [/\b(bearer\s+)[\w.~+/=-]{8,}/gi, `$1${HIDDEN}`],
  [
    new RegExp(`(?<![\\w.-])(${NAME}["']?\\s*[=:]\\s*)("[^"]*"|'[^']*'|[^\\s"'&;,]+)`, 'gi'),
    `$1${HIDDEN}`,
  ],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, HIDDEN],
  [
    /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|pk_live_|sk_live_|npm_|hf_)[\w-]{16,}/g,
    HIDDEN,
  ],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, HIDDEN],
];

/** An option whose value is the next argument. */
const OPTION = new RegExp(`^-{1,2}${NAME}$`, 'i');

/** What is too short for a secret that is known by its shape, and has nothing that one could stand behind. */
const HARMLESS = /^[^\s=:]{0,18}$/;

/** Whether a text has no secret, and does not name the next one either. */
export const isHarmless = (text: string): boolean => HARMLESS.test(text) && !text.startsWith('-');

/** A text without the secrets in it. */
export function redact(text: string): string {
  if (HARMLESS.test(text)) return text;
  return PATTERNS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}

/** Arguments without the secrets in them, also where the name of a secret is the argument before. */
export function redactList(values: readonly string[]): string[] {
  return values.map((value, index) =>
    OPTION.test(values[index - 1] ?? '') ? HIDDEN : redact(value),
  );
}
