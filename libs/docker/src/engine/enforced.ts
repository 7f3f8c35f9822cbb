import type { Enforced, ResourceUsage, Workspace } from '@devbench/core';

/** The part of `GET /info` that tells what the engine's kernel can do. */
export interface EngineAbilities {
  readonly MemoryLimit: boolean;
  readonly SwapLimit: boolean;
  readonly CpuCfsQuota: boolean;
  readonly PidsLimit?: boolean;
  /** Of the engine's machine. */
  readonly Name?: string;
  readonly KernelVersion?: string;
  readonly SecurityOptions?: readonly string[];
}

const MIB = 1024 * 1024;

/**
 * Which limits hold for this workspace: what the engine can do and did not warn about at its creation, as far as the
 * workspace itself does not see another limit (`seen`).
 */
export function enforcedLimits(
  { network, limits }: Workspace,
  abilities: EngineAbilities,
  warnings: readonly string[],
  seen: Pick<ResourceUsage, 'memoryLimitBytes' | 'pidsLimit'>,
): Omit<Enforced, 'disk'> {
  const discarded = (subject: RegExp) => warnings.some((warning) => subject.test(warning));
  const memory = (seen.memoryLimitBytes ?? 0) <= limits.memoryMb * MIB;
  const pids = (seen.pidsLimit ?? 0) <= limits.pids;
  return {
    memory: abilities.MemoryLimit && !discarded(/memory limit/i) && memory,
    swap: abilities.SwapLimit && !discarded(/swap limit/i),
    cpu: abilities.CpuCfsQuota && !discarded(/cpu|cfs/i),
    pids: abilities.PidsLimit === true && !discarded(/pids/i) && pids,
    network: network === 'none',
  };
}
