import { type Quota, type Snapshot, toAppError, type Workspace } from '@devbench/core';

import type { CallOn } from '../operation.ts';
import { createFilled } from '../snapshot/create-filled.ts';
import { copyOptions, findReady } from '../snapshot/snapshot-fields.ts';
import { createWorkspace } from './create-workspace.ts';
import { findReusable } from './find-reusable.ts';
import { planWorkspace, requestOf } from './plan-workspace.ts';
import type { SpawnInput } from './spawn-input.ts';

export type ObtainCall = CallOn<
  'none',
  | 'policy'
  | 'workspaces'
  | 'engine'
  | 'snapshots'
  | 'spares'
  | 'copies'
  | 'servers'
  | 'ids'
  | 'clock'
  | 'pool'
  | 'power'
  | 'keeper'
  | 'diskUse'
>;

interface Obtained {
  readonly workspace: Workspace;
  readonly warm: boolean;
  readonly reused: boolean;
}

/** What a spawn asks for: one that is there and may be used again, one from the warm pool, or a new one. */
export async function obtainWorkspace(call: ObtainCall, input: SpawnInput): Promise<Obtained> {
  const plan = call.policy.planSpawn(call.caller.principal, requestOf(input));
  const snapshot =
    input.from_snapshot === undefined ? undefined : await findReady(call, input.from_snapshot);
  const reusing = input.reuse && !snapshot;
  for (;;) {
    const reused = reusing ? await findReusable(call, input, plan) : undefined;
    try {
      const obtained = reused
        ? { workspace: reused, warm: false, reused: true }
        : await make(call, await planWorkspace(call, input, plan), plan.quota, snapshot);
      call.about(obtained.workspace.id);
      call.keeper.noted(obtained.workspace);
      return obtained;
    } catch (thrown) {
      // Somebody was faster; that one may be used again.
      if (!reusing || toAppError(thrown).code !== 'alias_taken') throw thrown;
    }
  }
}

async function make(
  call: ObtainCall,
  planned: Workspace,
  quota: Quota,
  snapshot: Snapshot | undefined,
): Promise<Obtained> {
  call.diskUse.assertRoom(planned.owner);
  if (snapshot) {
    call.about(planned.id);
    const load = (into: Workspace) => call.copies.load(snapshot, into, copyOptions(call));
    return {
      workspace: await createFilled(call, planned, quota, load),
      warm: false,
      reused: false,
    };
  }
  const claimed = await call.pool.claim(planned, quota);
  if (claimed) return { workspace: claimed, warm: true, reused: false };
  call.about(planned.id);
  await call.workspaces.reserve(planned, quota);
  return { workspace: await createWorkspace(call, planned), warm: false, reused: false };
}
