import type { Principal } from './caller/caller.ts';
import type { Limits } from './workspace/limits.ts';
import type { Network, Profile } from './workspace/workspace.ts';

export interface SpawnRequest {
  readonly image: string | undefined;
  readonly network: Network | undefined;
  readonly profile: Profile | undefined;
  readonly memoryMb: number | undefined;
  readonly cpus: number | undefined;
  readonly pids: number | undefined;
  readonly ttlS: number | undefined;
}

export interface SpawnPlan {
  /** The full reference. */
  readonly image: string;
  readonly network: Network;
  readonly profile: Profile;
  readonly limits: Limits;
  readonly ttlS: number | undefined;
}

export interface ExecRequest {
  readonly argv: readonly string[];
  readonly asRoot: boolean;
  readonly timeoutS: number | undefined;
}

/** Decides, by the operator's settings. Synchronous: a decision needs nobody else. */
export interface Policy {
  /** Fills in what is left open. Throws `image_denied`, `policy_denied`, `invalid_argument`. */
  planSpawn(principal: Principal, request: SpawnRequest): SpawnPlan;
  /** Throws `as_root_denied`, `policy_denied`. Answers how long the command may take. */
  planExec(principal: Principal, request: ExecRequest): { timeoutMs: number; graceMs: number };
}
