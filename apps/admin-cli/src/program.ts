import { VERSION } from '@devbench/kernel';
import { Command } from 'commander';

import { addDatabaseCommands } from './database.ts';
import { addOperation } from './operation-command.ts';

/** The commands that are operations; words, questions and text come from there. */
const OPERATIONS: readonly (readonly [
  command: string,
  operation: string,
  flags: readonly string[],
])[] = [
  ['status', 'system_status', []],
  ['containers', 'list_all_containers', []],
  ['reconcile', 'reconcile', ['dry_run', 'adopt']],
  ['gc', 'garbage_collect', ['dry_run']],
];

/** A wrong command line ends the process with 2, as wrong arguments do everywhere. */
export function createProgram(): Command {
  const program = new Command('devbench')
    .description('See and look after what DevBench has on this machine.')
    .version(VERSION)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  for (const [command, operation, flags] of OPERATIONS)
    addOperation(program, { command, operation, flags });
  addDatabaseCommands(program);
  return program;
}
