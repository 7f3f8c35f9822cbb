import { atLeast } from '../check/limit.ts';
import type { BenchCase } from '../harness/case.ts';
import { timedEach } from '../harness/timed.ts';
import { cliEcho, ourEcho } from './echo.ts';
import { oursOverStdio } from './our-sides.ts';
import { withCli } from './reference-sides.ts';

/** The CLI forgets each command: some show what the next one takes. */
const MOST_OF_CLI = 10;

/** How the cost of a command grows with those that went before it. */
export const execMany = (count: number, rounds: BenchCase['rounds']): BenchCase => ({
  name: `exec-many-${String(count)}`,
  title: `${count.toLocaleString('en')} commands one after the other in one workspace, per command`,
  growth: { curve: 'exec-many', of: 'commands', size: count },
  unit: 'ms',
  rounds,
  cold: true,
  ours: {
    ...oursOverStdio(1, ({ call, id }) => timedEach(count, () => ourEcho(call, id))),
    calls: count,
  },
  references: [
    withCli({ name: 'docker CLI', perRound: 1 }, (container) =>
      timedEach(Math.min(count, MOST_OF_CLI), () => cliEcho(container)),
    ),
  ],
  limits: [atLeast('docker CLI', 2)],
});
