#!/usr/bin/env node
import { exitWith } from '@devbench/kernel/process';

import { createProgram } from './program.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  exitWith('devbench', error);
}
