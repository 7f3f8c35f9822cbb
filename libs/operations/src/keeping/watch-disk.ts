import type { Part } from '@devbench/core';

import type { BaseServices } from '../operation.ts';
import type { Power } from '../workspace/power.ts';
import { recorded } from './recorded.ts';

const MIB = 1024 * 1024;
const BETWEEN_MS = 5_000;
/** Measuring may take long where there is much on the engine: at most a twentieth of the time. */
const PATIENCE = 20;

/**
 * Stops workspaces whose files are larger than the settings allow, for engines that keep no limit themselves. Between
 * two looks a workspace can write more: this protects the disk, it is no exact quota.
 */
export function createDiskWatch(
  services: BaseServices & { readonly power: Power },
): Required<Part> {
  const { workspaces, engine, clock, config, power } = services;
  const stopped = new AbortController();
  let watching: Promise<void> = Promise.resolve();

  const look = async () => {
    const limit = config.diskLimitMb * MIB;
    const watched = (await workspaces.list({ status: ['running'] })).filter(
      ({ enforced }) => enforced?.disk !== true,
    );
    if (watched.length === 0) return;
    const sizes = await engine.volumeSizes();
    await Promise.all(
      watched.map(async (workspace) => {
        const bytes = sizes.get(workspace.volume) ?? 0;
        if (bytes <= limit) return;
        await recorded(services, 'stop', workspace, { bytes, limit }, () =>
          power.stop(workspace, 0, 'disk'),
        );
      }),
    );
  };

  const watch = async () => {
    while (!stopped.signal.aborted) {
      const began = clock.monotonicMs();
      await look().catch(() => undefined);
      const took = clock.monotonicMs() - began;
      await clock.sleep(Math.max(BETWEEN_MS, took * PATIENCE), stopped.signal);
    }
  };

  return {
    async start() {
      if (config.diskLimitMb > 0) watching = watch();
    },
    async stop() {
      stopped.abort(null);
      await watching;
    },
  };
}
