import { AppError } from '@devbench/core';
import { operations } from '@devbench/kernel';
import type { Command } from 'commander';

import { confirm } from '../confirm.ts';
import { withServer } from '../open-server.ts';
import { print, printJson } from '../print.ts';
import { progressBar } from '../progress-bar.ts';
import { addInputs, inputsOf } from './inputs.ts';

export interface Named {
  /** As commander has it, with its arguments. */
  readonly command: string;
  readonly operation: string;
  /** Inputs that are options. */
  readonly options?: readonly string[];
  /** The input that the argument is. */
  readonly argument?: string;
  /** It concerns a process that runs, and so needs `--url`. */
  readonly onlyRemote?: boolean;
  /** How the program ends for an answer that is no success. */
  readonly failure?: (answer: Readonly<Record<string, unknown>>) => AppError | undefined;
}

type Options = Readonly<Record<string, unknown>> & { readonly json?: boolean; yes?: boolean };

export function operationNamed(name: string) {
  const operation = operations.find((one) => one.name === name);
  if (!operation) throw new Error(`There is no operation ${name}.`);
  return operation;
}

/** A command that calls an operation, and asks first when it destroys something. */
export function addOperation(program: Command, named: Named): void {
  const { command: words, options: names = [], argument } = named;
  const operation = operationNamed(named.operation);
  const { summary, effect, render, name } = operation;
  const built = program.command(words).description(summary).option('--json', 'print JSON');
  addInputs(built, operation, names);
  if (effect === 'destroy') built.option('-y, --yes', 'do not ask');

  built.action(async () => {
    const options = built.opts<Options>();
    const [said] = built.processedArgs as readonly unknown[];
    const input = {
      ...inputsOf(options, names),
      ...(argument !== undefined && isSaid(said) && { [argument]: said }),
    };
    if (named.onlyRemote && built.optsWithGlobals<{ url?: string }>().url === undefined)
      throw new AppError('invalid_argument', `${words} is for a server that runs: give --url.`);
    await withServer(built, async (server) => {
      if (effect === 'destroy' && !options.yes && input.dry_run !== true) {
        const preview = await server.call(name, { ...input, dry_run: true });
        await confirm(`${render(preview as never)}\nDo this?`);
      }
      const bar = progressBar();
      const result = await server.call(name, input, bar.show).finally(bar.end);
      if (options.json) printJson(result);
      else print(render(result as never));
      const failure = named.failure?.(result);
      if (failure) throw failure;
    });
  });
}

const isSaid = (said: unknown) => said !== undefined && !(Array.isArray(said) && said.length === 0);
