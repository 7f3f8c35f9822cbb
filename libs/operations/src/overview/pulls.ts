import type { Clock, WorkspaceEngine } from '@devbench/core';

import { replacing } from '../replacing.ts';
import type { PullView } from './overview.ts';

/** The images that this server pulls just now. */
export interface Pulls {
  readonly running: () => readonly PullView[];
  /** The same engine; what it pulls is seen here. */
  watching(engine: WorkspaceEngine): WorkspaceEngine;
}

const LONGEST_MESSAGE = 200;

export function createPulls(clock: Clock): Pulls {
  const running = new Map<symbol, PullView>();

  const ensureImage =
    (engine: WorkspaceEngine): WorkspaceEngine['ensureImage'] =>
    async (image, { signal, onProgress }) => {
      const pull = Symbol();
      const since = clock.now().toISOString();
      try {
        return await engine.ensureImage(image, {
          signal,
          onProgress(progress) {
            const { current = null, total = null } = progress;
            const message = progress.message.slice(0, LONGEST_MESSAGE);
            running.set(pull, { image, message, current, total, since });
            onProgress(progress);
          },
        });
      } finally {
        running.delete(pull);
      }
    };

  return {
    running: () => [...running.values()],
    watching: (engine) => replacing(engine, 'ensureImage', ensureImage(engine)),
  };
}
