import { operations } from '@devbench/kernel';
import type { Command } from 'commander';

import { confirm } from './confirm.ts';
import { print } from './print.ts';
import { withKernel } from './with-kernel.ts';

interface Named {
  readonly command: string;
  readonly operation: string;
  /** Inputs that are yes or no. */
  readonly flags: readonly string[];
}

type Options = Readonly<Record<string, boolean | undefined>>;

const optionOf = (flag: string) => flag.replaceAll('_', '-');
const keyOf = (flag: string) =>
  flag.replaceAll(/_(.)/g, (_all, letter: string) => letter.toUpperCase());

/** A command that calls an operation, and asks first when it destroys something. */
export function addOperation(program: Command, { command, operation: name, flags }: Named): void {
  const operation = operations.find((one) => one.name === name);
  if (!operation) throw new Error(`There is no operation ${name}.`);
  const { summary, effect, render } = operation;
  const built = program.command(command).description(summary).option('--json', 'print JSON');
  for (const flag of flags) {
    const { description } = operation.input.shape[flag] as { description?: string };
    built.option(`--${optionOf(flag)}`, description ?? '');
  }
  if (effect === 'destroy') built.option('-y, --yes', 'do not ask');

  built.action(async (options: Options) => {
    const input = Object.fromEntries(flags.map((flag) => [flag, options[keyOf(flag)] ?? false]));
    await withKernel(async ({ kernel, caller }) => {
      const call = (given: object) => kernel.operations.call(name, caller, given);
      if (effect === 'destroy' && !options.yes && input.dry_run !== true) {
        const preview = await call({ ...input, dry_run: true });
        await confirm(`${render(preview as never)}\nDo this?`);
      }
      const result = await call(input);
      print(options.json ? JSON.stringify(result, undefined, 2) : render(result as never));
    });
  });
}
