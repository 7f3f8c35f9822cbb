import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { rounds } from '../testing/files.ts';
import { tempFolder } from '../testing/folder.ts';
import { createRandom } from '../testing/random.ts';
import { restartable } from '../testing/restartable.ts';
import { killAll } from '../testing/shared-session.ts';
import type { Session } from '../testing/session.ts';
import { Box } from './box.ts';
import { differences, removeAll } from './differences.ts';

const ROUNDS = rounds(10, 200);
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

it(
  'a server that is killed at any point leaves no orphan and loses no persistent byte',
  async () => {
    using folder = tempFolder();
    const seed = Date.now() % 100_000;
    const random = createRandom(seed);
    const boxes = ['one', 'two', 'three'].map((alias, n) => new Box(alias, createRandom(seed + n)));
    await using server = restartable(folder.path, ENV);
    try {
      for (let round = 1; round <= ROUNDS; round += 1) {
        const where = `seed ${seed}, round ${round}`;
        const session = await server.now();
        const killed = new AbortController();
        const working = boxes.map((box) => work(box, session, killed.signal));
        await sleep(random.integer(20, 1500));
        killed.abort();
        const next = await server.restart();
        expect((await Promise.all(working)).flat(), where).toEqual([]);

        const settled = expect.poll(() => differences(next, folder), {
          timeout: 30_000,
          interval: 200,
        });
        await settled.toEqual([]);
        expect((await Promise.all(boxes.map((box) => box.verify(next)))).flat(), where).toEqual([]);
        await killNameless(next);
      }
      await killAll(await server.now());
      expect(await differences(await server.now(), folder)).toEqual([]);
    } finally {
      await removeAll(folder);
    }
  },
  ROUNDS * 30_000,
);
