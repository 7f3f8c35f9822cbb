import type { ExecRepository, Workspace } from '@devbench/core';

import type { BaseServices } from '../base-services.ts';
import type { Power } from '../workspace/power.ts';
import { recorded } from './recorded.ts';

const GRACE_MS = 5_000;

/** Stops workspaces that nobody has used for `idleMs`. Answers when the next one may be idle. */
export async function stopIdle(
  services: BaseServices & { readonly power: Power },
  idleMs: number,
): Promise<Date | undefined> {
  const { workspaces, execs, clock, power } = services;
  const now = clock.now();
  const idleAt = ({ lastUsedAt }: Workspace) => new Date(lastUsedAt.getTime() + idleMs);
  const running = await workspaces.list({ status: ['running'] });
  const next = await Promise.all(
    running.map(async (workspace) => {
      if (idleAt(workspace) > now) return idleAt(workspace);
      if (await isBusy(execs, workspace)) {
        // What works is used: it may rest as long as any other when it is done.
        workspaces.touch(workspace.id, now);
        return new Date(now.getTime() + idleMs);
      }
      const idle_s = idleMs / 1000;
      await recorded(services, 'stop', workspace, { idle_s }, () =>
        power.stop(workspace, GRACE_MS, 'idle'),
      );
      return undefined;
    }),
  );
  return next.flatMap((at) => at ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
}

/** A shell that waits for commands is no work. */
async function isBusy(execs: ExecRepository, { id }: Workspace): Promise<boolean> {
  const rows = await execs.list({ workspaceId: id, ended: false });
  return rows.some(({ shell }) => !shell?.itself);
}
