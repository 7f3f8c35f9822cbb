import type { Enforced, Workspace } from '@devbench/core';

/** The part of `GET /info` that tells what the engine's kernel can do. */
export interface EngineAbilities {
  readonly MemoryLimit: boolean;
  readonly SwapLimit: boolean;
  readonly CpuCfsQuota: boolean;
  readonly PidsLimit?: boolean;
}

/** Which limits hold for this workspace; what the engine warned about at its creation does not. */
export function enforcedLimits(
  { network }: Workspace,
  abilities: EngineAbilities,
  warnings: readonly string[],
): Enforced {
  const discarded = (subject: RegExp) => warnings.some((warning) => subject.test(warning));
  return {
    memory: abilities.MemoryLimit && !discarded(/memory limit/i),
    swap: abilities.SwapLimit && !discarded(/swap limit/i),
    cpu: abilities.CpuCfsQuota && !discarded(/cpu|cfs/i),
    pids: abilities.PidsLimit === true && !discarded(/pids/i),
    disk: false,
    network: network === 'none',
  };
}
