/** The flag among the denied ones that the arguments have: exact, with a value, or with it in the next word. */
export function deniedFlag(args: readonly string[], denied: readonly string[]): string | undefined {
  return denied.find((flag) => {
    const [name = '', value] = flag.split('=', 2);
    return args.some((arg, index) =>
      value === undefined
        ? arg === name || arg.startsWith(`${name}=`)
        : arg === flag || (arg === name && args[index + 1] === value),
    );
  });
}
