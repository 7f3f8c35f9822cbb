/** Long and short names of one option, for programs where it matters most. */
const SAME: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  git: { '--force': '-f' },
  rm: { '-R': '-r', '--recursive': '-r', '--force': '-f' },
};

/** The options of a command however they are written, `-rf` as `-r` and `-f`, and its other words. */
export function optionsOf(program: string, args: readonly string[]) {
  const end = args.indexOf('--');
  const before = end < 0 ? args : args.slice(0, end);
  const isOption = (word: string) => word.startsWith('-') && word !== '-';
  const options = before.filter(isOption).flatMap((word) => names(program, word));
  const operands = [
    ...before.filter((word) => !isOption(word)),
    ...(end < 0 ? [] : args.slice(end + 1)),
  ];
  return { options: new Set(options), operands };
}

function names(program: string, word: string): readonly string[] {
  const same = Object.hasOwn(SAME, program) ? (SAME[program] ?? {}) : {};
  const one = (name: string) => same[name] ?? name;
  if (!word.startsWith('--')) return Array.from(word.slice(1)).map((letter) => one(`-${letter}`));
  const full = Object.keys(same).find((name) => longName(word, name));
  return [full === undefined ? word : one(full)];
}

/** Whether what is given is that long option: exact, with a value, or shortened. */
export function longName(given: string, name: string): boolean {
  if (!name.startsWith('--')) return false;
  if (given === name || given.startsWith(`${name}=`)) return true;
  return given.length > 3 && !name.includes('=') && name.startsWith(given);
}
