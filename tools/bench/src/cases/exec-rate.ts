import { atLeast } from '../check/limit.ts';
import type { BenchCase } from '../harness/case.ts';
import { timedEach } from '../harness/timed.ts';
import { cliEcho, naiveEcho, ourEcho } from './echo.ts';
import { oursOverStdio } from './our-sides.ts';
import { withCli, withNaiveServer } from './reference-sides.ts';

/** A burst is as long as it takes to see the rate, not the first call. */
const OURS = 100;
const THEIRS = 8;

export const execRate: BenchCase = {
  name: 'exec-rate',
  title: 'one command after the other in one workspace, per command',
  unit: 'ms',
  rounds: { full: 10, quick: 3 },
  ours: {
    ...oursOverStdio(1, ({ call, id }) => timedEach(OURS, () => ourEcho(call, id))),
    calls: OURS,
  },
  references: [
    withCli({ name: 'docker CLI', perRound: 1 }, (container) =>
      timedEach(THEIRS, () => cliEcho(container)),
    ),
    withNaiveServer({ name: 'naive server', perRound: 1 }, (call, container) =>
      timedEach(THEIRS, () => naiveEcho(call, container)),
    ),
  ],
  limits: [atLeast('docker CLI', 25)],
};
