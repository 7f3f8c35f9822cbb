import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { expect, it } from 'vitest';

import { rounds } from '../testing/files.ts';
import { tempFolder } from '../testing/folder.ts';
import { canOwnEngine, ownEngine } from '../testing/own-engine.ts';
import { createRandom, SEED } from '../testing/random.ts';
import { restartable } from '../testing/restartable.ts';
import { killAll } from '../testing/shared-session.ts';
import type { Session } from '../testing/session.ts';
import { Box } from './box.ts';
import { differences, removeAll, scratchOf } from './differences.ts';

const isLong = process.env.DEVBENCH_LONG !== undefined;
const ROUNDS = rounds(6, 200);
/** Until another server takes what a killed one used for a moment for its own no longer. */
const STALE = { timeout: 120_000, interval: 5_000 };
const ENV = { MCP_TOOLSETS: 'workspace,more,admin', MCP_LOG_LEVEL: 'warn' };

/** Works until the server is gone; what fails before that is a failure. */
async function work(box: Box, session: Session, killed: AbortSignal): Promise<string[]> {
  const over = () => killed.aborted;
  while (!over()) {
    try {
      await box.step(session);
    } catch (error) {
      return over() ? [] : [String(error)];
    }
  }
  return [];
}

/** What was spawned beside the boxes; the answer that names it may have been lost. */
async function killNameless(session: Session): Promise<void> {
  const { containers } = await session.data<{
    containers: { container_id: string; alias: string | null }[];
  }>('list_containers', { include_stopped: true });
  const nameless = containers.filter(({ alias }) => alias === null);
  await Promise.all(
    nameless.map(({ container_id }) => session.data('kill', { container_id, force: true })),
  );
}

interface Trial {
  readonly rounds: number;
  readonly env?: Record<string, string>;
  readonly docker?: Docker;
  /** Besides the server, while there is none. */
  readonly also?: () => Promise<void>;
}

/** Works, kills, starts again and compares, round after round. */
async function survive({ rounds, env, docker, also }: Trial): Promise<void> {
  using folder = tempFolder();
  const random = createRandom(SEED);
  const boxes = ['one', 'two', 'three'].map((alias, n) => new Box(alias, createRandom(SEED + n)));
  await using server = restartable(folder.path, { ...ENV, ...env });
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const where = `round ${round}`;
      const session = await server.now();
      const killed = new AbortController();
      const working = boxes.map((box) => work(box, session, killed.signal));
      await sleep(random.integer(20, 1500));
      killed.abort();
      const next = await server.restart(also);
      expect((await Promise.all(working)).flat(), where).toEqual([]);

      const settled = () => differences(next, folder, docker);
      await expect.poll(settled, { interval: 200, message: where }).toEqual([]);
      expect((await Promise.all(boxes.map((box) => box.verify(next)))).flat(), where).toEqual([]);
      await killNameless(next);
    }
    const last = await server.now();
    await killAll(last);
    expect(await differences(last, folder, docker)).toEqual([]);

    const scratch = await scratchOf(docker);
    const left = async () => {
      await last.data('reconcile');
      return (await scratchOf(docker)).filter((name) => scratch.includes(name));
    };
    await expect.poll(left, STALE).toEqual([]);
  } finally {
    await removeAll(folder, docker);
  }
}

it(
  `a server that is killed at any point leaves no orphan and loses no persistent byte (seed ${SEED})`,
  () => survive({ rounds: ROUNDS }),
  ROUNDS * 60_000,
);

it.skipIf(!isLong || !canOwnEngine)(
  `nor does one that is killed together with its engine (seed ${SEED})`,
  async () => {
    const engine = await ownEngine();
    const also = async () => {
      await engine.end('SIGKILL');
      await engine.start();
    };
    try {
      const env = { DOCKER_HOST: engine.host };
      await survive({ rounds: ROUNDS, env, docker: engine.docker, also });
    } finally {
      await engine.close();
    }
  },
  ROUNDS * 120_000,
);
