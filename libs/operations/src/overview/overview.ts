import type { ExecStatus, Network, Profile, WorkspaceStatus } from '@devbench/core';

/** What goes on, as far as one may see it: of oneself, or for administrators of all. Times are in ISO 8601. */
export interface Overview {
  readonly containers: readonly ContainerView[];
  /** The newest, and all that wait or run. */
  readonly execs: readonly ExecView[];
  /** Of containers that this server speaks with anyway. */
  readonly usage: readonly UsageView[];
  readonly pulls: readonly PullView[];
  /** What waits in the warm pool; for administrators. */
  readonly pool: readonly PoolView[];
  /** Entries that are new, or have an outcome now. */
  readonly audit: readonly AuditView[];
}

/** One part of it that has changed. */
export type OverviewNews = {
  [Topic in keyof Overview]: { readonly topic: Topic; readonly value: Overview[Topic] };
}[keyof Overview];

export interface ContainerView {
  readonly container_id: string;
  readonly owner: string;
  readonly alias: string | null;
  readonly image: string;
  readonly status: WorkspaceStatus;
  readonly persistent: boolean;
  readonly network: Network;
  readonly profile: Profile;
  readonly memory_mb: number;
  readonly cpus: number;
  readonly pids: number;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string | null;
}

export interface ExecView {
  readonly exec_id: string;
  readonly container_id: string;
  readonly owner: string;
  /** In one line, shortened and without secrets. */
  readonly command: string;
  readonly cwd: string;
  readonly shell: string | null;
  readonly as_root: boolean;
  readonly status: ExecStatus;
  readonly exit_code: number | null;
  readonly oom_killed: boolean;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

export interface UsageView {
  readonly container_id: string;
  readonly memory_bytes: number;
  readonly cpu_ms: number;
  readonly pids: number;
}

export interface PullView {
  readonly image: string;
  readonly message: string;
  readonly current: number | null;
  readonly total: number | null;
  readonly since: string;
}

export interface PoolView {
  readonly image: string;
  readonly profile: Profile;
  readonly waiting: number;
  readonly in_making: number;
  readonly wanted: number;
}

export interface AuditView {
  readonly id: number;
  readonly call_id: string;
  readonly at: string;
  readonly actor: string;
  readonly client: string;
  readonly action: string;
  readonly subject: string | null;
  /** Null while the call runs. */
  readonly outcome: 'allowed' | 'denied' | 'failed' | null;
  readonly code: string | null;
  readonly duration_ms: number | null;
}
