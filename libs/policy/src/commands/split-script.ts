const TOKEN =
  /(?<blank>[ \t]+)|(?<operator>\n|;|&&|\|\||\||&)|(?<redirection>\d?(?:>>|>|<))(?<copy>&\d)?|(?<word>(?:[\p{L}\p{M}\p{N}_./:@%+,=-]|'[^']*'|"[^"$`\\]*")+)/uy;

/** They begin what is no simple command, or change what the words after them mean. */
const RESERVED = new Set(
  'if then else elif fi for while until do done case esac in function select coproc time alias unalias trap'.split(
    ' ',
  ),
);
const ASSIGNMENT = /^\w+\+?=/;

/**
 * The simple commands of a script, each as its words and the files of its redirections, when they can be told without
 * running it: plain or quoted words, operators between commands. Undefined for anything else, such as expansions.
 */
export function splitScript(script: string): readonly (readonly string[])[] | undefined {
  const commands: string[][] = [[]];
  let current = commands[0] ?? [];
  let redirects = false;
  let afterWord = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < script.length) {
    const groups = TOKEN.exec(script)?.groups;
    if (!groups) return undefined;
    const { blank, operator, redirection, copy, word } = groups;
    if (redirects && (operator || redirection)) return undefined;
    if ((redirection && current.length === 0) || (word && afterWord)) return undefined;
    if (operator) commands.push((current = []));
    if (word && !(redirects && word === '/dev/null')) current.push(unquoted(word));
    if (redirection) redirects = copy === undefined;
    else if (!blank) redirects = false;
    afterWord = Boolean(word);
  }
  const given = commands.filter((words) => words.length > 0);
  const simple = given.every(([first = '']) => !RESERVED.has(first) && !ASSIGNMENT.test(first));
  return redirects || !simple ? undefined : given;
}

const unquoted = (word: string) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2');
