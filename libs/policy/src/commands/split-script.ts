const TOKEN =
  /(?<blank>[ \t]+)|(?<operator>\n|;|&&|\|\||\||&)|(?<redirection>\d?(?:>>|>|<))(?<copy>&\d)?|(?<word>(?:[\p{L}\p{M}\p{N}_./:@%+,=-]|'[^']*'|"[^"$`\\]*")+)/uy;

/** They begin what is no simple command, or change what the words after them mean. */
const RESERVED = new Set(
  'if then else elif fi for while until do done case esac in function select coproc time alias unalias trap'.split(
    ' ',
  ),
);
const ASSIGNMENT = /^\w+\+?=/;

export interface SimpleCommand {
  readonly words: readonly string[];
  /** What it is redirected to or from. */
  readonly files: readonly string[];
}

/**
 * The simple commands of a script, when they can be told without running it: plain or quoted words, redirections,
 * operators between commands. Undefined for anything else, such as expansions.
 */
export function splitScript(script: string): readonly SimpleCommand[] | undefined {
  let current = { words: new Array<string>(), files: new Array<string>() };
  const commands = [current];
  let redirects = false;
  let afterWord = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < script.length) {
    const groups = TOKEN.exec(script)?.groups;
    if (!groups) return undefined;
    const { blank, operator, redirection, copy, word } = groups;
    if (redirects && (operator || redirection)) return undefined;
    if ((redirection && current.words.length === 0) || (word && afterWord)) return undefined;
    if (operator) commands.push((current = { words: [], files: [] }));
    if (word && redirects) current.files.push(unquoted(word));
    else if (word) current.words.push(unquoted(word));
    if (redirection) redirects = copy === undefined;
    else if (!blank) redirects = false;
    afterWord = Boolean(word);
  }
  const given = commands.filter(({ words }) => words.length > 0);
  const simple = given.every(
    ({ words: [first = ''] }) => !RESERVED.has(first) && !ASSIGNMENT.test(first),
  );
  return redirects || !simple ? undefined : given;
}

const unquoted = (word: string) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2');
