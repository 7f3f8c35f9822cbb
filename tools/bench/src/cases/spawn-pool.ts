import { atLeast } from '../check/limit.ts';
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
    perRound: 3,
    async open(stage) {
      const { image } = stage;
      const settings = { MCP_WARM_POOL_ENABLED: 'true', MCP_WARM_POOL_IMAGE: image };
      const { call } = stage.keep(await overStdio(stage, settings));
      return {
        /** What does not come from the pool is not what is measured: it is still being filled. */
        async sample() {
          for (;;) {
            const begin = performance.now();
            const { id, warm } = await spawnAny(call, image);
            const took = performance.now() - begin;
            await killWorkspace(call, id);
            if (warm) return took;
          }
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
