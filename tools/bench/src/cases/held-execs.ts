import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { atLeast } from '../check/limit.ts';
import { docker } from '../engine/docker-cli.ts';
import { runContainer } from '../engine/reference-container.ts';
import type { BenchCase, Side } from '../harness/case.ts';
import { overStdio } from '../ours/over-stdio.ts';
import { openWorkspace } from '../ours/workspace.ts';
import { engineMiB, sumMiB } from '../proc/engine-memory.ts';
import { guestOf } from '../proc/guest.ts';

const SLEEP = ['sleep', '600'];
/** What is freed late and what is allocated late has happened by then. */
const QUIET_MS = 500;
/** Less than that is noise of what is measured besides. */
const RESOLUTION_MIB = 0.01;

const ours = (count: number): Side => ({
  name: 'ours',
  perRound: 1,
  open: async (stage) => ({
    async sample() {
      await using server = await overStdio(stage, { MCP_MAX_CONCURRENT_EXECS: String(count) });
      const { id, subject } = await openWorkspace(stage, server);
      const container = subject.containers[0] ?? '';
      const guest = await guestOf(container);
      const pids = [server.pid, ...(guest ? [guest.pid] : [])];
      const running = z.object({ status: z.literal('running') });
      const cost = await growth(
        async () => (await sumMiB(pids)) + (await engineMiB(container)),
        async () => {
          const command = { container_id: id, cmd: SLEEP };
          for (let held = 0; held < count; held += 1) {
            running.parse(await server.call('exec_start', command));
          }
        },
      );
      await server.call('kill', { container_id: id, force: true });
      return cost / count;
    },
  }),
});

const cli = (count: number): Side => ({
  name: 'docker CLI',
  perRound: 1,
  open: async ({ image }) => ({
    async sample() {
      await using container = await runContainer(image);
      const { name } = container;
      const children: ChildProcess[] = [];
      const pids = () => children.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
      const cost = await growth(
        async () => (await sumMiB(pids())) + (await engineMiB(name)),
        async () => {
          for (let held = 0; held < count; held += 1) {
            children.push(spawn('docker', ['exec', name, ...SLEEP], { stdio: 'ignore' }));
          }
          while ((await processes(name)) <= count) await sleep(200);
        },
      );
      return cost / count;
    },
  }),
});

async function growth(measure: () => Promise<number>, act: () => Promise<void>): Promise<number> {
  const before = await measure();
  await act();
  await sleep(QUIET_MS);
  return Math.max((await measure()) - before, RESOLUTION_MIB);
}

/** How many a container has, the first one included. */
const processes = async (container: string) =>
  (await docker(['top', container, '-o', 'pid'])).split('\n').length - 1;

/** Held open means: it runs, and somebody follows it. */
export const heldExecs = (count: number, rounds: BenchCase['rounds']): BenchCase => ({
  name: `held-execs-${count}`,
  title: `memory of each of ${count} commands that are held open: client side, agent and engine`,
  unit: 'MiB',
  rounds,
  cold: true,
  timeoutMs: 300_000,
  ours: ours(count),
  references: [cli(count)],
  limits: [atLeast('docker CLI', 5)],
});
