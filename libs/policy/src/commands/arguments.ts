/** Options whose value is a text that is only kept, such as the message of a commit. */
const TEXT_OPTIONS: Readonly<Record<string, RegExp>> = {
  git: /^(-[a-z]*m|--message)$/,
};
const TEXT_ONLY = /^(echo|printf)$/;

/** The arguments that may mean something to the program: no texts that it only prints or keeps. */
export function meaningful([path = '', ...args]: readonly string[], program: string): string[] {
  if (TEXT_ONLY.test(program)) return [path];
  const texts = Object.hasOwn(TEXT_OPTIONS, program) ? TEXT_OPTIONS[program] : undefined;
  return [path, ...args.filter((_, index) => !texts?.test(args[index - 1] ?? ''))];
}
