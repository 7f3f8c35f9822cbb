import { atLeast } from '../check/limit.ts';
import { runContainer } from '../engine/reference-container.ts';
import type { BenchCase } from '../harness/case.ts';
import { killWorkspace, spawnWorkspace } from '../ours/workspace.ts';
import { oursOverStdio } from './our-sides.ts';

export const spawnCold: BenchCase = {
  name: 'spawn-cold',
  title: 'a new workspace, against `docker run -d` with the same flags',
  unit: 'ms',
  rounds: { full: 15, quick: 3 },
  ours: oursOverStdio(1, ({ call }, { image }) => async () => {
    const begin = performance.now();
    const id = await spawnWorkspace(call, image);
    const took = performance.now() - begin;
    await killWorkspace(call, id);
    return took;
  }),
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
  limits: [atLeast('docker CLI', 0.8)],
  reason:
    'Both wait for the engine. Ours also gives /workspace to the user, waits for the agent and writes its state; `docker run` leaves the folder to root.',
};
