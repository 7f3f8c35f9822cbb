import type { BenchCase } from '../harness/case.ts';
import { archives } from './archive.ts';
import { execEchoLibrary, execEchoStdio } from './exec-echo.ts';
import { execRate } from './exec-rate.ts';
import { firstOutput } from './first-output.ts';
import { fsRead, fsWrite } from './fs-4k.ts';
import { heldExecs } from './held-execs.ts';
import { outputBulk } from './output-bulk.ts';
import { parallelEcho, parallelSleep } from './parallel.ts';
import { spawnCold } from './spawn-cold.ts';
import { spawnPool } from './spawn-pool.ts';
import { startUp } from './start-up.ts';

/** Every case, in the order of the report. No rounds: not in that form of the run. */
export const cases: readonly BenchCase[] = [
  startUp,
  execEchoStdio,
  execEchoLibrary,
  execRate,
  firstOutput,
  parallelEcho,
  parallelSleep,
  outputBulk(64, { full: 0, quick: 2 }),
  outputBulk(1024, { full: 3, quick: 0 }),
  spawnCold,
  spawnPool,
  fsRead,
  fsWrite,
  ...archives,
  heldExecs(20, { full: 0, quick: 1 }),
  heldExecs(100, { full: 2, quick: 0 }),
];
