import { exitWith } from '@devbench/kernel/process';

import { createProgram } from './program.ts';

/** Does what the command line says. */
export async function run(): Promise<void> {
  try {
    await createProgram().parseAsync();
  } catch (error) {
    exitWith('devbench', error);
  }
}
