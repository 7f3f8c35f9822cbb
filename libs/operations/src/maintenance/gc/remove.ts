import type { ExecId } from '@devbench/core';

import type { Services } from '../../services.ts';
import { removeWorkspace } from '../../workspace/remove-workspace.ts';
import type { Outcome } from '../action.ts';
import type { Removal } from './plan.ts';
import { cutoffs } from './survey.ts';

/** Removes what was planned, when nobody has begun to use it meanwhile. */
export async function remove(services: Services, removal: Removal): Promise<Outcome> {
  const { workspaces, execs, outputs, engineUpkeep, stateUpkeep } = services;
  const { kind, row, subject } = removal;
  switch (kind) {
    case 'remove_container': {
      const now = row && (await workspaces.get(row.id));
      if (now?.status !== row?.status || !now || now.lastUsedAt > row.lastUsedAt) return 'skipped';
      await removeWorkspace(services, now, { graceMs: 0, keepVolume: false });
      return 'done';
    }
    case 'remove_volume':
      // The engine refuses when a container has it.
      await engineUpkeep.removeVolume(subject);
      return 'done';
    case 'remove_exec':
      await outputs.remove(subject as ExecId);
      await execs.remove(subject as ExecId);
      return 'done';
    case 'remove_rows':
      await stateUpkeep.removeExpired(cutoffs(services));
      return 'done';
  }
}
