import type { Part, Workspace } from '@devbench/core';

import { allRows } from '../maintenance/all-rows.ts';
import type { BaseServices } from '../base-services.ts';
import type { Power } from '../workspace/power.ts';
import { recorded } from './recorded.ts';

const MIB = 1024 * 1024;
const BETWEEN_MS = 5_000;
/** Measuring may take long where there is much on the engine: at most a twentieth of the time. */
const PATIENCE = 20;

type Sizes = ReadonlyMap<string, number>;

/**
 * Stops workspaces whose files are larger than the settings allow, alone or with all that their owner has. Between two
 * looks a workspace can write more: this protects the disk, it is no exact quota.
 */
export function createDiskWatch(
  services: BaseServices & { readonly power: Power },
): Required<Part> {
  const { workspaces, snapshots, engine, clock, config, power, diskUse } = services;
  const limit = config.diskLimitMb * MIB;
  const limitOfOwner = config.diskPerPrincipalMb * MIB;
  const stopped = new AbortController();
  let watching: Promise<void> = Promise.resolve();

  const stop = async (workspace: Workspace, fields: { bytes: number; limit: number }) =>
    recorded(services, 'stop', workspace, fields, () => power.stop(workspace, 0, 'disk'));

  const stopLarge = async (running: readonly Workspace[], sizes: Sizes) => {
    const watched = running.filter(({ enforced }) => enforced?.disk !== true);
    const large = watched.filter(({ volume }) => (sizes.get(volume) ?? 0) > limit);
    await Promise.all(
      large.map((workspace) => stop(workspace, { bytes: sizes.get(workspace.volume) ?? 0, limit })),
    );
  };

  const stopBeyondQuota = async (rows: readonly Workspace[], sizes: Sizes) => {
    const byOwner = new Map<string, number>();
    for (const { owner, volume } of [...rows, ...(await snapshots.list({}))]) {
      byOwner.set(owner, (byOwner.get(owner) ?? 0) + (sizes.get(volume) ?? 0));
    }
    diskUse.note(byOwner);
    const bytesOf = ({ owner }: Workspace) => byOwner.get(owner) ?? 0;
    const beyond = rows.filter((row) => row.status === 'running' && bytesOf(row) > limitOfOwner);
    await Promise.all(beyond.map((row) => stop(row, { bytes: bytesOf(row), limit: limitOfOwner })));
  };

  const look = async () => {
    const rows = await allRows(workspaces);
    const running = rows.filter(({ status }) => status === 'running');
    if (running.length === 0 && limitOfOwner === 0) return;
    const sizes = await engine.volumeSizes();
    if (limit > 0) await stopLarge(running, sizes);
    if (limitOfOwner > 0) await stopBeyondQuota(rows, sizes);
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
      if (limit > 0 || limitOfOwner > 0) watching = watch();
    },
    async stop() {
      stopped.abort(null);
      await watching;
    },
  };
}
