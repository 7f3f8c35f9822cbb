import { setTimeout as sleep } from 'node:timers/promises';

import { atLeast } from '../check/limit.ts';
import { docker } from '../engine/docker-cli.ts';
import { runContainer } from '../engine/reference-container.ts';
import type { BenchCase } from '../harness/case.ts';
import { overStdio } from '../ours/over-stdio.ts';
import { killWorkspace, spawnAny } from '../ours/workspace.ts';

export const spawnPool: BenchCase = {
  name: 'spawn-pool',
  title: 'a workspace from the warm pool, against `docker run -d` with the same flags',
  unit: 'ms',
  rounds: { full: 15, quick: 5 },
  ours: {
    name: 'ours over stdio',
    perRound: 1,
    async open(stage) {
      const { image } = stage;
      const settings = { MCP_WARM_POOL_ENABLED: 'true', MCP_WARM_POOL_IMAGE: image };
      const { call } = stage.keep(await overStdio(stage, settings));
      await untilFull();
      return {
        async sample() {
          const begin = performance.now();
          const { id, warm } = await spawnAny(call, image);
          const took = performance.now() - begin;
          await killWorkspace(call, id);
          await untilFull();
          if (!warm) throw new Error('the pool was empty');
          return took;
        },
      };
    },
  },
  references: [
    {
      name: 'docker CLI',
      perRound: 1,
      open: async ({ image }) => ({
        async sample() {
          const begin = performance.now();
          const container = await runContainer(image);
          const took = performance.now() - begin;
          await container[Symbol.asyncDispose]();
          return took;
        },
      }),
    },
  ],
  limits: [atLeast('docker CLI', 40)],
};

const SIZE = 2;
const WARM = ['ps', '-q', '--filter', 'label=com.mcp.warm'];

/** What fills the pool would slow down either side. */
async function untilFull(): Promise<void> {
  const size = async () => (await docker(WARM)).split('\n').filter(Boolean).length;
  while ((await size()) < SIZE) await sleep(100);
  // The last one still has to say that it is there.
  await sleep(500);
}
