import type { BenchCase } from '../harness/case.ts';
import { archives } from './archive.ts';
import { afterRestart } from './after-restart.ts';
import { crowd } from './crowd.ts';
import { execEchoChannel } from './exec-echo-channel.ts';
import { execEchoLibrary, execEchoStdio } from './exec-echo.ts';
import { execMany } from './exec-many.ts';
import { execRate } from './exec-rate.ts';
import { firstPage, fsBatch, fsEdit, fsSearch } from './files-many.ts';
import { execRecorded, execRecordedStdio } from './exec-recorded.ts';
import { firstOutput } from './first-output.ts';
import { fsRead, fsWrite } from './fs-4k.ts';
import { heldExecs } from './held-execs.ts';
import { idleWorkspaces } from './idle-workspaces.ts';
import { hungTenant } from './hung-tenant.ts';
import { peersExec, peersStart } from './npm-peers.ts';
import { outputBulk } from './output-bulk.ts';
import { parallelEcho, parallelSleep } from './parallel.ts';
import { spawnBurst } from './spawn-burst.ts';
import { spawnCold } from './spawn-cold.ts';
import { spawnPool } from './spawn-pool.ts';
import { startUp } from './start-up.ts';

/** Every case, in the order of the report. No rounds: not in that form of the run. */
export const cases: readonly BenchCase[] = [
  startUp,
  afterRestart,
  peersStart,
  execEchoStdio,
  execEchoLibrary,
  execEchoChannel,
  execRecorded,
  execRecordedStdio,
  execRate,
  ...[1, 10, 100, 1_000].map((count) => execMany(count, { full: 3, quick: 0 })),
  peersExec,
  firstOutput,
  parallelEcho,
  parallelSleep,
  outputBulk(64, { full: 0, quick: 2 }),
  outputBulk(1024, { full: 7, quick: 0 }),
  spawnCold,
  spawnPool,
  spawnBurst(1, { full: 5, quick: 0 }),
  spawnBurst(10, { full: 3, quick: 0 }),
  spawnBurst(50, { full: 2, quick: 0 }),
  fsRead,
  fsWrite,
  fsEdit,
  fsBatch,
  fsSearch,
  firstPage(10, { full: 10, quick: 0 }),
  firstPage(100, { full: 10, quick: 0 }),
  firstPage(1_000, { full: 10, quick: 2 }),
  firstPage(10_000, { full: 10, quick: 0 }),
  firstPage(100_000, { full: 5, quick: 0 }),
  ...archives,
  heldExecs(20, { full: 0, quick: 1 }),
  heldExecs(100, { full: 2, quick: 0 }),
  idleWorkspaces(1, { full: 3, quick: 0 }),
  idleWorkspaces(10, { full: 2, quick: 0 }),
  idleWorkspaces(50, { full: 1, quick: 0 }),
  idleWorkspaces(100, { full: 1, quick: 0 }),
  crowd({ clients: 10, seconds: 2 }, { full: 0, quick: 1 }),
  crowd({ clients: 100, seconds: 60 }, { full: 1, quick: 0 }),
  hungTenant,
];
