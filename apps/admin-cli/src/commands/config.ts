import { describeSettings } from '@devbench/kernel';
import type { Command } from 'commander';

import { ENV_FILE, loadHere } from '../load-here.ts';
import { print, printJson } from '../print.ts';

interface Options {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** The settings in effect. Shows all of them before it says that one is wrong. */
export function addConfig(program: Command): void {
  program
    .command('config')
    .description('The settings that were said, and who says so; secrets are hidden')
    .option('--all', 'also those that nobody said')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const settings = describeSettings(process.env, ENV_FILE).filter(
        ({ source }) => options.all === true || source !== 'default',
      );
      if (options.json) printJson({ settings });
      else {
        const lines = settings.map(
          ({ name, value = '', source }) => `${name}=${value} (${source})`,
        );
        print(lines.join('\n') || 'Nothing was said; all is as by default.');
      }
      await loadHere();
    });
}
