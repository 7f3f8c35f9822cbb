import { atLeast } from '../check/limit.ts';
import type { BenchCase } from '../harness/case.ts';
import { timed } from '../harness/timed.ts';
import { exec } from '../naive/exec.ts';
import { cliEcho, ECHO, expectWord, naiveEcho, ourEcho } from './echo.ts';
import { oursAsLibrary, oursOverStdio } from './our-sides.ts';
import { withCli, withDockerode, withNaiveServer } from './reference-sides.ts';

/** A server lives for thousands of calls; the first hundreds, before its code is compiled, are the quick form. */
const rounds = { full: 100, quick: 4 };
const cli = withCli({ name: 'docker CLI', perRound: 3 }, (container) =>
  timed(() => cliEcho(container)),
);

export const execEchoStdio: BenchCase = {
  name: 'exec-echo-stdio',
  title: '`exec_run echo` through MCP stdio',
  unit: 'ms',
  rounds,
  ours: oursOverStdio(20, ({ call, id }) => timed(() => ourEcho(call, id))),
  references: [
    cli,
    withNaiveServer({ name: 'naive server', perRound: 3 }, (call, container) =>
      timed(() => naiveEcho(call, container)),
    ),
  ],
  limits: [atLeast('docker CLI', 20, 30)],
};

export const execEchoLibrary: BenchCase = {
  name: 'exec-echo-library',
  title: '`exec_run echo` as a library',
  unit: 'ms',
  rounds,
  ours: oursAsLibrary(20, ({ call, id }) => timed(() => ourEcho(call, id))),
  references: [
    cli,
    withDockerode({ name: 'dockerode', perRound: 3 }, (docker, container) =>
      timed(async () => expectWord((await exec(docker, container, ECHO)).stdout)),
    ),
  ],
  limits: [atLeast('docker CLI', 60)],
  reason:
    'The way to the agent and back alone takes most of what 60 × allows (see exec-echo-channel); the rest is policy, rows, the record and the output that is kept.',
};
