import type { Workspace } from '@devbench/core';

import type { CallOn } from '../operation.ts';
import { createWorkspace } from './create-workspace.ts';
import { findReusable } from './find-reusable.ts';
import { planWorkspace, requestOf } from './plan-workspace.ts';
import type { SpawnInput } from './spawn-input.ts';

export type ObtainCall = CallOn<
  'none',
  'policy' | 'workspaces' | 'engine' | 'ids' | 'clock' | 'pool'
>;

/** What a spawn asks for: one that is there and may be used again, one from the warm pool, or a new one. */
export async function obtainWorkspace(
  call: ObtainCall,
  input: SpawnInput,
): Promise<{ workspace: Workspace; warm: boolean }> {
  const plan = call.policy.planSpawn(call.caller.principal, requestOf(input));
  const reused = input.reuse ? await findReusable(call, input, plan) : undefined;
  if (reused) {
    call.about(reused.id);
    return { workspace: reused, warm: false };
  }
  const planned = await planWorkspace(call, input, plan);
  const claimed = await call.pool.claim(planned);
  if (claimed) {
    call.about(claimed.id);
    return { workspace: claimed, warm: true };
  }
  call.about(planned.id);
  await call.workspaces.reserve(planned);
  return { workspace: await createWorkspace(call, planned), warm: false };
}
