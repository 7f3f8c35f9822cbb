import type { ExecEngine, ExecId, ExecSpec, Workspace } from '@devbench/core';
import { createDocker, type Docker } from '@devbench/docker';
import { createState, type State } from '@devbench/state';

import { atLeast } from '../check/limit.ts';
import type { BenchCase, Side } from '../harness/case.ts';
import { timed } from '../harness/timed.ts';
import { asLibrary } from '../ours/as-library.ts';
import { openWorkspace } from '../ours/workspace.ts';
import { cliEcho, ECHO, expectWord } from './echo.ts';
import { withCli } from './reference-sides.ts';

const spec: ExecSpec = {
  argv: ECHO,
  cwd: '/workspace',
  env: {},
  asRoot: false,
  stdin: 'closed',
  tty: undefined,
  timeoutMs: 60_000,
  graceMs: 1_000,
};

/** From the order to the end, as a host that brings its own record and log calls the adapter. */
async function echo(commands: ExecEngine, workspace: Workspace, id: string): Promise<void> {
  const running = await commands.spawn(workspace, id as ExecId, spec);
  let stdout = '';
  for await (const batch of running.output) {
    for (const { data } of batch) stdout += Buffer.from(data).toString();
  }
  await running.end;
  running.forget();
  expectWord(stdout);
}

const adapter: Side = {
  name: 'ours',
  perRound: 20,
  async open(stage) {
    const made: { docker?: Docker; state?: State } = {};
    const library = await asLibrary(stage, {
      parts: ({ docker, state, server }) =>
        Object.assign(made, {
          docker: createDocker(docker, { asked: () => undefined }),
          state: createState({ ...state, ...server }),
        }),
    });
    const { id, subject } = await openWorkspace(stage, stage.keep(library));
    const workspace = await made.state?.workspaces.find('bench', id);
    if (!made.docker || !workspace) throw new Error(`The workspace ${id} is not in the state.`);
    const { commands } = made.docker;
    let count = 0;
    return { subject, sample: timed(() => echo(commands, workspace, `e_bench${count++}`)) };
  },
};

/** What the channel to the agent costs, and so what is left for everything above it. */
export const execEchoChannel: BenchCase = {
  name: 'exec-echo-channel',
  title: '`echo` through the docker library alone: no policy, row, record or kept output',
  unit: 'ms',
  rounds: { full: 100, quick: 4 },
  ours: adapter,
  references: [
    withCli({ name: 'docker CLI', perRound: 3 }, (container) => timed(() => cliEcho(container))),
  ],
  limits: [atLeast('docker CLI', 60)],
};
