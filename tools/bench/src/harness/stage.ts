import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sweepOwn } from '../engine/sweep.ts';
import { Interrupted } from './guard.ts';
import type { Profiler } from './profiler.ts';

/** Where one case happens: what it opens here goes away with it. */
export interface Stage extends AsyncDisposable {
  readonly image: string;
  /** A folder on this machine, for state and for files to copy. */
  readonly folder: string;
  readonly profiler: Profiler | undefined;
  /** Closes it with the stage, the last one first. */
  keep<T extends AsyncDisposable>(resource: T): T;
}

export async function createStage(image: string, profiler: Profiler | undefined): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'devbench-bench-'));
  const resources = new AsyncDisposableStack();
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  resources.defer(sweepOwn);
  return {
    image,
    folder,
    profiler,
    keep(resource) {
      if (!resources.disposed) return resources.use(resource);
      // It was still being opened when the case was interrupted.
      void resource[Symbol.asyncDispose]();
      throw new Interrupted();
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
