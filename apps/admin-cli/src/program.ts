import tab from '@bomb.sh/tab/commander';
import { AppError } from '@devbench/core';
import { VERSION } from '@devbench/kernel';
import { Command } from 'commander';

import { addAudit } from './commands/audit.ts';
import { addConfig } from './commands/config.ts';
import { addDatabaseCommands } from './commands/database.ts';
import { addDoctor } from './commands/doctor.ts';
import { addLogs } from './commands/logs.ts';
import { addOperation, type Named } from './commands/operation-command.ts';
import { addPool } from './commands/pool.ts';

/** The commands that are operations; words, questions and text come from there. */
const OPERATIONS: readonly Named[] = [
  { command: 'status', operation: 'system_status' },
  { command: 'containers', operation: 'list_all_containers', options: ['cursor'] },
  { command: 'execs', operation: 'list_execs', options: ['container_id', 'include_ended'] },
  { command: 'reconcile', operation: 'reconcile', options: ['dry_run', 'adopt'] },
  { command: 'gc', operation: 'garbage_collect', options: ['dry_run'] },
  { command: 'metrics', operation: 'metrics', options: ['prefix'] },
  { command: 'log-level <level>', operation: 'set_log_level', argument: 'level', onlyRemote: true },
];

const NOT_ALLOWED = new AppError('policy_denied', 'Not allowed.', {
  hint: 'The answer says why, and what would change it.',
});

/** The same, in groups. */
const GROUPS: readonly (readonly [name: string, description: string, command: Named])[] = [
  [
    'policy',
    'What the operator allows',
    {
      command: 'check [command...]',
      operation: 'policy_check',
      options: ['image', 'network', 'profile', 'as_root', 'path'],
      argument: 'cmd',
      failure: ({ allowed }) => (allowed ? undefined : NOT_ALLOWED),
    },
  ],
  [
    'images',
    'The images of workspaces',
    { command: 'pull [image]', operation: 'image_pull', argument: 'image' },
  ],
];

/** A wrong command line ends the process with 2, as wrong arguments do everywhere. */
export function createProgram(): Command {
  const program = new Command('devbench')
    .description('See and look after what DevBench has on this machine.')
    .version(VERSION)
    .option('--url <url>', 'ask a running HTTP server; its token is in MCP_BEARER_TOKEN')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  for (const named of OPERATIONS) addOperation(program, named);
  for (const [name, description, named] of GROUPS)
    addOperation(program.command(name).description(description), named);
  addLogs(program);
  addPool(program);
  addAudit(program);
  addConfig(program);
  addDoctor(program);
  addDatabaseCommands(program);
  tab(program);
  return program;
}
