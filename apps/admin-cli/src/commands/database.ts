import { resolve } from 'node:path';

import { AppError } from '@devbench/core';
import type { Command } from 'commander';

import { print } from '../print.ts';
import { withKernel } from '../with-kernel.ts';

/** What concerns the file of the state. */
export function addDatabaseCommands(program: Command): void {
  const database = program.command('db').description('The file that holds the state');
  const say = (options: { json?: boolean }, result: object, text: string) =>
    print(options.json ? JSON.stringify(result, undefined, 2) : text);

  database
    .command('migrate')
    .description('Bring it to the schema of this version')
    .option('--json', 'print JSON')
    .action((options: object) =>
      withKernel(async () => say(options, { migrated: true }, 'The state is up to date.')),
    );
  database
    .command('check')
    .description('Read all of it and say what is damaged')
    .option('--json', 'print JSON')
    .action((options: object) =>
      withKernel(async ({ kernel }) => {
        const problems = await kernel.state.check();
        say(options, { problems }, problems.join('\n') || 'The state is sound.');
        if (problems.length > 0) throw new AppError('state_unavailable', 'The state is damaged.');
      }),
    );
  database
    .command('backup <file>')
    .description('Write a consistent copy, while servers go on')
    .option('--json', 'print JSON')
    .action((given: string, options: object) =>
      withKernel(async ({ kernel }) => {
        const file = resolve(given);
        await kernel.state.backup(file);
        say(options, { file }, `The state is copied to ${file}.`);
      }),
    );
}
