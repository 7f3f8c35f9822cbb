import { atLeast } from '../check/limit.ts';
import { runContainer } from '../engine/reference-container.ts';
import type { BenchCase } from '../harness/case.ts';
import { connectStdio } from '../harness/stdio-client.ts';
import { naiveOverStdio } from '../naive/over-stdio.ts';
import { OUR_SERVER, ourEnvironment } from '../ours/environment.ts';
import { spawnWorkspace } from '../ours/workspace.ts';
import { naiveEcho, ourEcho } from './echo.ts';

/** Comes back tomorrow: the server starts, finds the workspace and runs a command in it. */
export const afterRestart: BenchCase = {
  name: 'after-restart',
  title: 'start of a server until a command has run in a workspace that was there already',
  unit: 'ms',
  rounds: { full: 10, quick: 2 },
  ours: {
    name: 'ours',
    perRound: 1,
    async open(stage) {
      const start = () => connectStdio(OUR_SERVER, ourEnvironment(stage.folder, {}));
      const first = await start();
      const id = await spawnWorkspace(first.call, stage.image);
      await first[Symbol.asyncDispose]();
      return {
        async sample() {
          const begin = performance.now();
          await using server = await start();
          await ourEcho(server.call, id);
          return performance.now() - begin;
        },
      };
    },
  },
  references: [
    {
      name: 'naive server',
      perRound: 1,
      async open(stage) {
        const { name } = stage.keep(await runContainer(stage.image));
        return {
          async sample() {
            const begin = performance.now();
            await using server = await naiveOverStdio();
            await naiveEcho(server.call, name);
            return performance.now() - begin;
          },
        };
      },
    },
  ],
  limits: [atLeast('naive server', 0.5)],
  reason: 'As for the start; finding the workspace again costs a few milliseconds of it.',
};
