import type { Workspace, WorkspaceStatus } from '@devbench/core';

import type { Services } from '../../services.ts';
import { mayHoldData } from '../../workspace/create-workspace.ts';
import { removeWorkspace } from '../../workspace/remove-workspace.ts';
import type { Outcome } from '../action.ts';
import type { Repair } from './difference.ts';
import { repairOf } from './plan.ts';

const STATUS = {
  mark_running: 'running',
  mark_stopped: 'stopped',
  mark_failed: 'failed',
} as const satisfies Partial<Record<Repair['kind'], WorkspaceStatus>>;

/** Does what was planned, when it still is what has to be done. */
export async function repair(services: Services, { kind, row, found }: Repair): Promise<Outcome> {
  switch (kind) {
    case 'mark_running':
    case 'mark_stopped':
    case 'mark_failed':
      return row ? settle(services, row) : 'skipped';
    case 'remove':
      return row ? remove(services, row) : 'skipped';
    case 'collect': {
      if (!found || (await services.workspaces.get(found.id))) return 'skipped';
      await services.engineUpkeep.removeContainer(found.engineId);
      if (found.volume !== '') await services.engineUpkeep.removeVolume(found.volume);
      return 'done';
    }
    case 'adopt':
    case 'leave':
      return 'left';
  }
}

/** Looks at one workspace again and makes its row say what the engine says. */
export async function settle(services: Services, { id, engineId }: Workspace): Promise<Outcome> {
  const { workspaces, servers, clock, engineUpkeep, jobs } = services;
  const row = await workspaces.get(id);
  if (engineId === '' || row?.engineId !== engineId) return 'skipped';
  const { state, oomKilled } = await engineUpkeep.look(row);
  const now = clock.now();
  const [needed] = repairOf(row, state, { now, alive: await servers.alive(now) });
  if (!needed || !(needed.kind in STATUS)) return 'skipped';
  const status = STATUS[needed.kind as keyof typeof STATUS];
  await workspaces.update(id, { status });
  if (status !== 'running') await jobs.abandonAll(row, { oomKilled });
  return 'done';
}

async function remove(services: Services, planned: Workspace): Promise<Outcome> {
  const row = await services.workspaces.get(planned.id);
  if (row?.status !== planned.status) return 'skipped';
  const unsaid = row.status === 'creating' ? mayHoldData(row) : row.persistent;
  await removeWorkspace(services, row, { graceMs: 0, keepVolume: row.keepVolume ?? unsaid });
  return 'done';
}
