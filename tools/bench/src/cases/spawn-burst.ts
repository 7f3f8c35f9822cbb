import { atLeast } from '../check/limit.ts';
import { runContainer } from '../engine/reference-container.ts';
import type { BenchCase } from '../harness/case.ts';
import { killWorkspace, spawnWorkspace } from '../ours/workspace.ts';
import { oursOverStdio } from './our-sides.ts';

const burst = async <T>(count: number, make: () => Promise<T>) => {
  const begin = performance.now();
  const made = await Promise.all(Array.from({ length: count }, make));
  return { took: performance.now() - begin, made };
};

/** How the cost grows with what is asked for at once. */
export const spawnBurst = (count: number, rounds: BenchCase['rounds']): BenchCase => ({
  name: `spawn-burst-${String(count)}`,
  title: `${count === 1 ? 'one new workspace' : `${String(count)} new workspaces at once`}, until all are there`,
  growth: { curve: 'spawn-burst', of: 'workspaces at once', size: count },
  unit: 'ms',
  rounds,
  cold: true,
  timeoutMs: 300_000,
  ours: oursOverStdio(1, ({ call }, { image }) => async () => {
    const { took, made } = await burst(count, () => spawnWorkspace(call, image));
    for (const id of made) await killWorkspace(call, id);
    return took;
  }),
  references: [
    {
      name: 'docker CLI',
      perRound: 1,
      open: async ({ image }) => ({
        async sample() {
          const { took, made } = await burst(count, () => runContainer(image));
          for (const container of made) await container[Symbol.asyncDispose]();
          return took;
        },
      }),
    },
  ],
  limits: [atLeast('docker CLI', 0.6)],
  reason: 'As for one workspace; the engine starts containers one after the other.',
});
