import { setTimeout as sleep } from 'node:timers/promises';

import { atMost } from '../check/limit.ts';
import { docker } from '../engine/docker-cli.ts';
import { runContainer } from '../engine/reference-container.ts';
import type { BenchCase } from '../harness/case.ts';
import { overStdio } from '../ours/over-stdio.ts';
import { openWorkspace } from '../ours/workspace.ts';
import { sumMiB } from '../proc/engine-memory.ts';
import { guestOf } from '../proc/guest.ts';

/** The agent keeps what it used for the last command for ten seconds. */
const QUIET_MS = 12_000;

/** Memory of what there is for each of them outside of the engine's daemons. */
const behind = async (containers: readonly string[]): Promise<readonly number[]> => {
  const guests = await Promise.all(containers.map(guestOf));
  return guests.flatMap((guest) => (guest ? [guest.pid, guest.shim] : []));
};

/** Growth with the number of workspaces that nobody uses. */
export const idleWorkspaces = (count: number, rounds: BenchCase['rounds']): BenchCase => ({
  name: `idle-${String(count)}`,
  title: `memory of each of ${String(count)} idle workspaces: server, agent and the engine's shim`,
  growth: { curve: 'idle', of: 'workspaces', size: count },
  unit: 'MiB',
  rounds,
  cold: true,
  timeoutMs: 600_000,
  ours: {
    name: 'ours',
    perRound: 1,
    open: async (stage) => ({
      async sample() {
        await using server = await overStdio(stage);
        const alone = await sumMiB([server.pid]);
        const containers: string[] = [];
        const ids: string[] = [];
        for (let made = 0; made < count; made += 1) {
          const { id, subject } = await openWorkspace(stage, server);
          ids.push(id);
          containers.push(...subject.containers);
        }
        await sleep(QUIET_MS);
        const all = await sumMiB([server.pid, ...(await behind(containers))]);
        for (const container_id of ids) await server.call('kill', { container_id, force: true });
        return (all - alone) / count;
      },
    }),
  },
  references: [
    {
      name: 'docker run sleep',
      perRound: 1,
      open: async (stage) => ({
        async sample() {
          await using made = new AsyncDisposableStack();
          const names: string[] = [];
          for (let left = count; left > 0; left -= 1)
            names.push(made.use(await runContainer(stage.image)).name);
          await docker(['ps', '-q']);
          return (await sumMiB(await behind(names))) / count;
        },
      }),
    },
  ],
  limits: [atMost(8)],
  reason: 'Both have a shim of the engine; ours has the agent and an open connection besides.',
});
