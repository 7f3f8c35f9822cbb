import { operations } from '@devbench/kernel';
import type { Command } from 'commander';
import { z } from 'zod';

import { createProgram } from '../program.ts';

/** What a command line needs that is known only when everything runs. */
export interface Known {
  readonly execId: string;
  readonly image: string;
  readonly copy: string;
}

interface Entry {
  /** What follows the words of the command, apart from `--json`. */
  readonly argv?: (known: Known) => readonly string[];
  /** Whether a running server is asked. */
  readonly remote?: true;
  readonly schema: z.ZodType;
}

const answerOf = (name: string): z.ZodType => {
  const operation = operations.find((each) => each.name === name);
  if (!operation) throw new Error(`There is no operation ${name}.`);
  return operation.output;
};

const finding = z.strictObject({
  check: z.string(),
  state: z.enum(['fine', 'problem', 'minor', 'skipped']),
  found: z.string().nullable(),
  advice: z.string().nullable(),
});
const setting = z.strictObject({
  name: z.string(),
  value: z.string().optional(),
  source: z.string(),
  meaning: z.string(),
});
const problem = z.strictObject({ file: z.string(), line: z.number(), problem: z.string() });

/** How each command is asked for JSON, and what it then prints. */
export const JSON_COMMANDS: Readonly<Record<string, Entry>> = {
  status: { schema: answerOf('system_status') },
  containers: { remote: true, schema: answerOf('list_all_containers') },
  execs: { remote: true, argv: () => ['--include-ended'], schema: answerOf('list_execs') },
  reconcile: { argv: () => ['--dry-run'], schema: answerOf('reconcile') },
  gc: { remote: true, argv: () => ['--dry-run'], schema: answerOf('garbage_collect') },
  metrics: {
    remote: true,
    argv: () => ['--prefix', 'mcp_devbench_up'],
    schema: answerOf('metrics'),
  },
  'log-level': { remote: true, argv: () => ['debug'], schema: answerOf('set_log_level') },
  'policy check': { argv: () => ['--path', 'a', 'ls'], schema: answerOf('policy_check') },
  'images pull': { argv: ({ image }) => [image], schema: answerOf('image_pull') },
  logs: { remote: true, argv: ({ execId }) => [execId], schema: answerOf('exec_poll') },
  pool: {
    remote: true,
    schema: z.strictObject({ containers: z.array(z.looseObject({ container_id: z.string() })) }),
  },
  audit: {
    remote: true,
    argv: () => ['--since', '1h', '--limit', '5'],
    schema: answerOf('audit_query'),
  },
  'audit verify': {
    schema: z.strictObject({ files: z.number(), lines: z.number(), problems: z.array(problem) }),
  },
  config: { schema: z.strictObject({ settings: z.array(setting) }) },
  doctor: { schema: z.strictObject({ findings: z.array(finding) }) },
  'db migrate': { schema: z.strictObject({ migrated: z.literal(true) }) },
  'db check': { schema: z.strictObject({ problems: z.array(z.string()) }) },
  'db backup': { argv: ({ copy }) => [copy], schema: z.strictObject({ file: z.string() }) },
};

/** The commands of the program that know `--json`, by their words. */
export const commandsWithJson = (): readonly string[] => named(createProgram(), '');

const named = (parent: Command, before: string): string[] =>
  parent.commands.flatMap((command) => {
    const words = `${before}${command.name()}`;
    const own = command.options.some(({ long }) => long === '--json') ? [words] : [];
    return [...own, ...named(command, `${words} `)];
  });
