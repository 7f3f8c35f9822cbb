import type { SpawnPlan, Workspace } from '@devbench/core';

import type { SpawnInput } from './spawn-input.ts';

/** What of a workspace is not as a spawn asks for it; one without differences may be used instead of a new one. */
export function differences(found: Workspace, input: SpawnInput, plan: SpawnPlan): string[] {
  const equal = {
    image: found.image === plan.image,
    network: found.network === plan.network,
    profile: found.profile === plan.profile,
    persistence: found.persistent === input.persistent,
    memory_mb: found.limits.memoryMb === plan.limits.memoryMb,
    cpus: found.limits.cpus === plan.limits.cpus,
    pids: found.limits.pids === plan.limits.pids,
    env: isSame(found.env, input.env ?? {}),
  };
  return Object.entries(equal).flatMap(([name, same]) => (same ? [] : [name]));
}

const isSame = (one: object, other: object) =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
