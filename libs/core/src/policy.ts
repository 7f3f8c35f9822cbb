import type { Principal } from './caller/caller.ts';
import type { HostContainer } from './host/host-containers.ts';
import type { Limits } from './workspace/limits.ts';
import type { Quota } from './workspace/quota.ts';
import type { Network, Profile } from './workspace/workspace.ts';

export interface SpawnRequest {
  readonly image: string | undefined;
  readonly network: Network | undefined;
  readonly profile: Profile | undefined;
  readonly memoryMb: number | undefined;
  readonly cpus: number | undefined;
  readonly pids: number | undefined;
  readonly ttlS: number | undefined;
  /** Whether its files are to stay; no default takes away what holds them. */
  readonly persistent?: boolean;
}

export interface SpawnPlan {
  /** The full reference. */
  readonly image: string;
  readonly network: Network;
  readonly profile: Profile;
  readonly limits: Limits;
  readonly ttlS: number | undefined;
  /** What the owner may have in all. */
  readonly quota: Quota;
}

export interface ExecRequest {
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** The names of variables. */
  readonly env: readonly string[];
  /** Whether it runs in a shell that stays. */
  readonly inShell: boolean;
  readonly asRoot: boolean;
  readonly timeoutS: number | undefined;
  /** For one that says none, instead of the operator's default; like that, it gives way to a lower ceiling. */
  readonly usualTimeoutS?: number | undefined;
}

export interface ExecPlan {
  readonly timeoutMs: number;
  readonly graceMs: number;
  /** The rule that lets the command pass, when only what has one may pass. */
  readonly rule?: string;
}

export interface HostExecRequest extends Omit<ExecRequest, 'asRoot'> {
  readonly user: string | undefined;
  /** Who it is when nobody is named. */
  readonly containerUser: string | undefined;
}

/**
 * Decides, by the operator's settings. Synchronous: a decision needs nobody else. Errors that a rule of a list is the
 * reason for have it in `data.rule`.
 */
export interface Policy {
  /** Fills in what is left open. Throws `image_denied`, `policy_denied`, `invalid_argument`. */
  planSpawn(principal: Principal, request: SpawnRequest): SpawnPlan;
  /** Whether toolset `docker` may use a container that is no workspace. */
  allowsContainer(container: Pick<HostContainer, 'names' | 'labels'>): boolean;
  /** Throws `as_root_denied`, `policy_denied`. Answers how long the command may take. */
  planExec(principal: Principal, request: ExecRequest): ExecPlan;
  /** As `planExec`, for a container that is no workspace. Answers also who runs the command. */
  planHostExec(
    principal: Principal,
    request: HostExecRequest,
  ): ExecPlan & { readonly user: string };
  /** The rule that keeps an absolute path from all tools. */
  deniedPath(path: string): string | undefined;
  /** The rules that may keep something in a directory: absolute paths, or names at any depth. */
  deniedInside(directory: string): readonly string[];
}
