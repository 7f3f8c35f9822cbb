import { AppError, type AuditFields, type ExecRequest, WORKSPACE_PATH } from '@devbench/core';
import { z } from 'zod';

const ARGUMENTS = 4096;
const SCRIPT_BYTES = 120 * 1024;
const STDIN_BYTES = 1024 * 1024;

const noNul = (text: string) => !text.includes('\0');

const isName = (name: string) => /^[^=\0]{1,255}$/.test(name);

export const envInput = z
  .record(z.string(), z.string().max(32_768).refine(noNul, 'cannot contain NUL'))
  .refine((env) => Object.keys(env).every(isName), 'a name has no = and at most 255 characters')
  .refine((env) => Object.keys(env).length <= 256, 'at most 256 variables')
  .refine((env) => JSON.stringify(env).length <= 262_144, 'at most 256 KiB in all');

const argument = z.string().max(SCRIPT_BYTES).refine(noNul, 'cannot contain NUL');

export const argumentsInput = z.array(argument).max(ARGUMENTS);

/** What `exec_start` and `exec_run` take alike. */
export const commandInput = {
  cmd: z
    .array(argument, 'a list: the program, then its arguments; for a shell ["sh", "-c", "line"]')
    .min(1)
    .max(ARGUMENTS)
    .refine(([program]) => program !== '', 'the program is empty')
    .optional()
    .describe('Program and arguments, no shell; or script'),
  script: z
    .string()
    .min(1)
    .max(SCRIPT_BYTES)
    .refine(noNul, 'cannot contain NUL')
    .optional()
    .describe('For /bin/sh -c'),
  shell: z
    .string()
    .refine((name) => /^[\w.-]{1,64}$/.test(name), '1 to 64 letters, digits, dots, _ and -')
    .optional()
    .describe('Name of a shell; keeps cwd, env'),
  cwd: z
    .string()
    .min(1)
    .max(4096)
    .refine(noNul, 'cannot contain NUL')
    .optional()
    .meta({ default: WORKSPACE_PATH }),
  env: envInput.optional(),
  as_root: z.boolean().default(false),
  timeout_s: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe('Default 600, from its start; then TERM, KILL to the whole tree'),
  stdin: z
    .string()
    .max(STDIN_BYTES)
    .optional()
    .describe('Then EOF. An empty text keeps it open for exec_write'),
  tty: z.boolean().default(false),
};

export interface CommandInput extends z.output<z.ZodObject<typeof commandInput>> {
  /** Seconds for one that says no timeout_s, where the tool has a default of its own. */
  readonly usual_s?: number | undefined;
}
export const commandAliases = { workdir: 'cwd', command: 'cmd', timeout: 'timeout_s' } as const;

/** @throws AppError `invalid_argument` */
export function argvOf({
  cmd,
  script,
}: Pick<CommandInput, 'cmd' | 'script'>): readonly [string, ...string[]] {
  if (cmd !== undefined && script !== undefined) {
    throw new AppError('invalid_argument', 'cmd and script exclude each other; give one of them.');
  }
  if (script !== undefined) return ['/bin/sh', '-c', script];
  const [program, ...rest] = cmd ?? [];
  if (program === undefined) {
    throw new AppError('invalid_argument', 'Nothing to run; give cmd or script.');
  }
  return [program, ...rest];
}

export const absoluteCwd = (cwd: string): string =>
  cwd.startsWith('/') ? cwd : `${WORKSPACE_PATH}/${cwd}`;

/** What the policy is asked. @throws AppError `invalid_argument` */
export const requestOf = (input: CommandInput): ExecRequest => ({
  argv: argvOf(input),
  cwd: absoluteCwd(input.cwd ?? WORKSPACE_PATH),
  env: Object.keys(input.env ?? {}),
  inShell: input.shell !== undefined,
  asRoot: input.as_root,
  timeoutS: input.timeout_s,
  usualTimeoutS: input.usual_s,
});

/** Of the environment only the names go on record. */
export const commandAudit = (input: CommandInput): AuditFields => ({
  ...(input.cmd && { argv: input.cmd.slice(0, 64) }),
  ...(input.script !== undefined && { script: input.script.slice(0, 4096) }),
  ...(input.cwd !== undefined && { cwd: input.cwd }),
  ...(input.shell !== undefined && { shell: input.shell }),
  env: Object.keys(input.env ?? {}),
  as_root: input.as_root,
  tty: input.tty,
});
