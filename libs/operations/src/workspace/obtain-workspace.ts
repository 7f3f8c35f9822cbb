import { toAppError, type Workspace } from '@devbench/core';

import type { CallOn } from '../operation.ts';
import { createWorkspace } from './create-workspace.ts';
import { findReusable } from './find-reusable.ts';
import { planWorkspace, requestOf } from './plan-workspace.ts';
import type { SpawnInput } from './spawn-input.ts';

export type ObtainCall = CallOn<
  'none',
  'policy' | 'workspaces' | 'engine' | 'ids' | 'clock' | 'pool' | 'power' | 'keeper'
>;

interface Obtained {
  readonly workspace: Workspace;
  readonly warm: boolean;
}

/** What a spawn asks for: one that is there and may be used again, one from the warm pool, or a new one. */
export async function obtainWorkspace(call: ObtainCall, input: SpawnInput): Promise<Obtained> {
  const plan = call.policy.planSpawn(call.caller.principal, requestOf(input));
  for (;;) {
    const reused = input.reuse ? await findReusable(call, input, plan) : undefined;
    try {
      const obtained = reused
        ? { workspace: reused, warm: false }
        : await make(call, await planWorkspace(call, input, plan));
      call.about(obtained.workspace.id);
      call.keeper.noted(obtained.workspace);
      return obtained;
    } catch (thrown) {
      // Somebody was faster; that one may be used again.
      if (!input.reuse || toAppError(thrown).code !== 'alias_taken') throw thrown;
    }
  }
}

async function make(call: ObtainCall, planned: Workspace): Promise<Obtained> {
  const claimed = await call.pool.claim(planned);
  if (claimed) return { workspace: claimed, warm: true };
  call.about(planned.id);
  await call.workspaces.reserve(planned);
  return { workspace: await createWorkspace(call, planned), warm: false };
}
