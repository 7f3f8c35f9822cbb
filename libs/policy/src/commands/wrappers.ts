type Words = readonly string[];

/** How a program that runs another one reads its own arguments. Single letters, as in `getopt`. */
interface Reading {
  readonly flags?: string;
  readonly values?: string;
  /** Long options, and whether they take a value. */
  readonly long?: Readonly<Record<string, boolean>>;
  /** Also `-5`. */
  readonly numbers?: boolean;
  readonly assignments?: boolean;
  /** Words before the command. */
  readonly operands?: number;
}

/** Options that are not here hide what is run: a shell of sudo's, a line that env splits. */
const READINGS: Readonly<Record<string, Reading>> = {
  env: {
    ...{ flags: 'i0v', values: 'uC', assignments: true },
    long: { '--ignore-environment': false, '--unset': true, '--chdir': true, '--null': false },
  },
  nice: { values: 'n', numbers: true, long: { '--adjustment': true } },
  nohup: {},
  setsid: { flags: 'cfw', long: { '--ctty': false, '--fork': false, '--wait': false } },
  timeout: {
    ...{ flags: 'fpv', values: 'ks', operands: 1 },
    long: { '--foreground': false, '--kill-after': true, '--signal': true, '--verbose': false },
  },
  stdbuf: { values: 'ioe', long: { '--input': true, '--output': true, '--error': true } },
  ionice: { flags: 't', values: 'cn' },
  flock: {
    ...{ flags: 'sxeonuFv', values: 'wE', operands: 1 },
    long: { '--shared': false, '--exclusive': false, '--nonblock': false, '--timeout': true },
  },
  chrt: { flags: 'bfiroR', operands: 1 },
  taskset: { flags: 'ac', operands: 1 },
  time: { flags: 'apvq', values: 'fo' },
  sudo: { flags: 'AbEHknPS', values: 'ughpCrtTUDR', assignments: true },
  doas: { flags: 'n', values: 'u' },
  xargs: {
    ...{ flags: '0rtxp', values: 'InLPdsEa' },
    long: { '--null': false, '--no-run-if-empty': false, '--max-args': true, '--max-procs': true },
  },
  chroot: { operands: 1, long: { '--userspec': true, '--groups': true } },
  busybox: {},
  toybox: {},
  command: { flags: 'pvV' },
  exec: { flags: 'cl', values: 'a' },
  builtin: {},
};

/** Variables that change which program runs, or what it does before its work. */
export const changesPrograms = (variable: string): boolean =>
  /^(PATH|LD_.*|ENV|BASH_ENV|IFS|PYTHON(STARTUP|PATH|HOME)|NODE_OPTIONS|PERL5(OPT|LIB)|RUBYOPT)$/.test(
    variable,
  );

/** The commands that this program runs by its arguments; undefined when they cannot be told. */
export function wrappedBy(program: string, args: Words): readonly Words[] | undefined {
  if (program === 'find') return afterExec(args);
  const reading = Object.hasOwn(READINGS, program) ? READINGS[program] : undefined;
  if (!reading) return [];
  const from = commandAt(args, reading);
  // An option where the command should be belongs to a way of calling that is not known.
  if (from === undefined || args[from]?.startsWith('-')) return undefined;
  return from < args.length ? [args.slice(from)] : [];
}

function commandAt(args: Words, reading: Reading): number | undefined {
  let at = 0;
  for (let options = true; at < args.length;) {
    const arg = args[at] ?? '';
    const variable = reading.assignments ? /^(\w+)=/.exec(arg)?.[1] : undefined;
    if (variable !== undefined && changesPrograms(variable)) return undefined;
    const taken = variable === undefined ? (options ? optionLength(arg, reading) : 0) : 1;
    if (taken === undefined) return undefined;
    if (taken === 0) break;
    if (arg === '--') options = false;
    at += taken;
  }
  return at + (reading.operands ?? 0);
}

/** How many words an option has; 0 for what is none, undefined for one that is not known. */
function optionLength(arg: string, { flags = '', values = '', long = {}, numbers }: Reading) {
  if (arg === '--') return 1;
  if (!arg.startsWith('-') || arg === '-') return 0;
  if (numbers && /^-\d+$/.test(arg)) return 1;
  if (arg.startsWith('--')) {
    const [name = '', value] = arg.split('=', 2);
    if (!Object.hasOwn(long, name)) return undefined;
    return long[name] && value === undefined ? 2 : 1;
  }
  for (const [index, letter] of Array.from(arg.slice(1)).entries()) {
    if (values.includes(letter)) return index === arg.length - 2 ? 2 : 1;
    if (!flags.includes(letter)) return undefined;
  }
  return 1;
}

/** Each command of `find` is up to its end, so that none is taken for a part of two. */
function afterExec(args: Words): readonly Words[] {
  const commands: Words[] = [];
  for (let at = 0; at < args.length; at += 1) {
    if (!/^-(exec|ok)(dir)?$/.test(args[at] ?? '')) continue;
    const from = at + 1;
    at = from;
    while (at < args.length && !endsExec(args, at)) at += 1;
    commands.push(args.slice(from, at));
  }
  return commands;
}

const endsExec = (args: Words, at: number) =>
  args[at] === ';' || (args[at] === '+' && args[at - 1] === '{}');
