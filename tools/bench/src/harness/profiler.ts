import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

import { flameGraph } from '../report/flame-graph.ts';

/** Leaves CPU profiles of our side in one folder. */
export interface Profiler {
  /** For a server that is a process of its own: it writes its profile when it exits. */
  readonly nodeOptions: readonly string[];
  /** For a library in this process: profiles until it is disposed. */
  record(): Promise<AsyncDisposable>;
  /** Makes flame graphs of the profiles that are there now. */
  draw(): Promise<void>;
}

export async function createProfiler(folder: string): Promise<Profiler> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return {
    nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${folder}`],
    async record() {
      const session = new Session();
      session.connect();
      await session.post('Profiler.enable');
      await session.post('Profiler.start');
      return {
        async [Symbol.asyncDispose]() {
          const { profile } = await session.post('Profiler.stop');
          session.disconnect();
          await writeFile(join(folder, 'library.cpuprofile'), JSON.stringify(profile));
        },
      };
    },
    async draw() {
      for await (const name of glob('*.cpuprofile', { cwd: folder })) {
        const file = join(folder, name);
        await writeFile(`${file}.svg`, flameGraph(await readFile(file, 'utf8')));
      }
    },
  };
}
