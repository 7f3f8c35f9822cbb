import { docker } from '../engine/docker-cli.ts';
import { runContainer } from '../engine/reference-container.ts';
import { atLeast } from '../check/limit.ts';
import type { BenchCase, Side } from '../harness/case.ts';
import { timed } from '../harness/timed.ts';
import type { OurWorkspace } from '../ours/call.ts';
import { overStdio } from '../ours/over-stdio.ts';
import { openWorkspace } from '../ours/workspace.ts';
import { cliEcho, naiveEcho, ourEcho } from './echo.ts';
import { oursOverStdio } from './our-sides.ts';
import { withCli, withNaiveServer } from './reference-sides.ts';

const all = (count: number, work: (index: number) => Promise<unknown>) =>
  timed(() => Promise.all(Array.from({ length: count }, (_, index) => work(index))));

export const parallelEcho: BenchCase = {
  name: 'parallel-20',
  title: '20 × `echo` at once in one workspace, until all have ended',
  unit: 'ms',
  rounds: { full: 10, quick: 3 },
  ours: { ...oursOverStdio(4, ({ call, id }) => all(20, () => ourEcho(call, id))), calls: 20 },
  references: [
    withCli({ name: 'docker CLI', perRound: 1 }, (container) => all(20, () => cliEcho(container))),
    withNaiveServer({ name: 'naive server', perRound: 1 }, (call, container) =>
      all(20, () => naiveEcho(call, container)),
    ),
  ],
  limits: [atLeast('docker CLI', 20)],
};

const SLEEP = ['sleep', '1'];
const pick = <T>(items: readonly T[], index: number) => items[index % items.length];

const oursAsleep: Side = {
  name: 'ours',
  perRound: 1,
  async open(stage) {
    const server = stage.keep(await overStdio(stage));
    const workspaces: OurWorkspace[] = [];
    for (let count = 0; count < 3; count += 1) workspaces.push(await openWorkspace(stage, server));
    const sleep = async (index: number) =>
      server.call('exec_run', { container_id: pick(workspaces, index)?.id, cmd: SLEEP });
    const containers = workspaces.flatMap(({ subject }) => subject.containers);
    return { subject: { pid: server.pid, containers }, sample: all(10, sleep) };
  },
};

const cliAsleep: Side = {
  name: 'docker CLI',
  perRound: 1,
  async open(stage) {
    const containers: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      containers.push(stage.keep(await runContainer(stage.image)).name);
    }
    const sleep = (index: number) => docker(['exec', pick(containers, index) ?? '', ...SLEEP]);
    return { sample: all(10, sleep) };
  },
};

export const parallelSleep: BenchCase = {
  name: 'parallel-sleep',
  title: '10 × `sleep 1` at once over three workspaces, until all have ended',
  unit: 'ms',
  rounds: { full: 5, quick: 2 },
  ours: oursAsleep,
  references: [cliAsleep],
  limits: [atLeast('docker CLI', 1)],
};
