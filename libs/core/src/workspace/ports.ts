import type { Enforced } from './limits.ts';
import type { Quota } from './quota.ts';
import type { WarmRepository } from './warm.ts';
import type { Workspace, WorkspaceId, WorkspaceStatus } from './workspace.ts';

export interface WorkspaceFilter {
  readonly owner?: string;
  readonly sessionId?: string;
  readonly status?: readonly WorkspaceStatus[];
  /** Only those whose time is over then. */
  readonly expiredAt?: Date;
  /** Only workspaces whose id is greater, in the order of ids. */
  readonly after?: string;
  readonly limit?: number;
}

/** Remembers workspaces. All methods reject with `state_unavailable` when the state cannot be reached. */
export interface WorkspaceRepository extends WarmRepository {
  /**
   * Writes the row before the engine is touched. Rejects with `alias_taken` when the owner uses the alias, and with
   * `quota_exceeded` when it has no room for one more; many at once, also of several servers, get no more than fit.
   */
  reserve(workspace: Workspace, quota?: Quota): Promise<void>;
  /** By id or alias, of one owner; anybody else's does not exist. */
  find(owner: string, idOrAlias: string): Promise<Workspace | undefined>;
  /** By id, whoever owns it; for maintenance, never for callers. */
  get(id: WorkspaceId): Promise<Workspace | undefined>;
  update(id: WorkspaceId, change: WorkspaceChange): Promise<void>;
  /** Marks use; cheap, may be written late. */
  touch(id: WorkspaceId, at: Date): void;
  remove(id: WorkspaceId): Promise<void>;
  list(filter: WorkspaceFilter): Promise<readonly Workspace[]>;
  /** When the time of the next workspace that is made is over, or was, as long as nobody removes it. */
  nextExpiry(): Promise<Date | undefined>;
}

export type WorkspaceChange = Partial<
  Pick<
    Workspace,
    | 'engineId'
    | 'digest'
    | 'status'
    | 'enforced'
    | 'alias'
    | 'sessionId'
    | 'expiresAt'
    | 'lastUsedAt'
    | 'stoppedFor'
    | 'keepVolume'
  >
>;

export interface PullProgress {
  readonly message: string;
  /** Bytes, when the registry tells them. */
  readonly current?: number;
  readonly total?: number;
}

export interface EngineInfo {
  readonly version: string;
  readonly apiVersion: string;
  readonly os: string;
  readonly architecture: string;
}

/** A labelled container as the engine has it; labels are claims, not proof. */
export interface FoundWorkspace {
  readonly id: WorkspaceId;
  readonly engineId: string;
  readonly instance: string;
  readonly owner: string;
  readonly running: boolean;
  /** Of this installation, and named and mounted as it does; labels alone prove nothing. */
  readonly ours: boolean;
  readonly volume: string;
  readonly persistent: boolean;
}

export interface ResourceUsage {
  readonly memoryBytes: number | undefined;
  readonly memoryPeakBytes: number | undefined;
  readonly memoryLimitBytes: number | undefined;
  readonly cpuMs: number | undefined;
  readonly pids: number | undefined;
  readonly pidsLimit: number | undefined;
}

/** Makes workspaces real. Every method may reject with `engine_unavailable`. */
export interface WorkspaceEngine {
  /** Rejects with `engine_unavailable` when the engine does not answer within `timeoutMs`. */
  info(timeoutMs: number): Promise<EngineInfo>;
  /**
   * Makes the image present, pulling it when it is missing, and answers the digest that its registry knows it by.
   * Rejects with `image_not_found`, `image_access_denied`, `image_denied` (it has no digest to pin),
   * `image_wrong_platform`, `image_pull_failed`, `no_space`, `call_cancelled`.
   */
  ensureImage(
    image: string,
    options: { signal: AbortSignal; onProgress: (progress: PullProgress) => void },
  ): Promise<{ digest: string | undefined }>;
  /**
   * Creates volume and container, starts them, and resolves once the guest agent said hello.
   * What was made is removed again when it fails. Rejects with `image_not_found`, `guest_unavailable`.
   * A volume that is `filled` stays exactly as it is.
   */
  create(
    workspace: Workspace,
    signal: AbortSignal,
    options?: { filled: boolean },
  ): Promise<{ engineId: string; enforced: Enforced }>;
  /** Rejects with `container_not_found` when the engine no longer has it. */
  start(workspace: Workspace): Promise<void>;
  /** Stops within `graceMs`, then kills. Stopping what is stopped is fine. */
  stop(workspace: Workspace, graceMs: number): Promise<void>;
  /** Removes container and volume; what is already gone is fine. */
  remove(workspace: Workspace, options: { keepVolume: boolean }): Promise<void>;
  usage(workspace: Workspace): Promise<ResourceUsage>;
  /**
   * Resolves when its agent has answered. Rejects with `container_not_found`, `container_not_running`,
   * `guest_unavailable`.
   */
  ping(workspace: Workspace): Promise<void>;
  /** How much is in volumes, in bytes by name; takes as long as there is much on the engine. */
  volumeSizes(): Promise<ReadonlyMap<string, number>>;
  /** Every container that carries our label. */
  list(): Promise<readonly FoundWorkspace[]>;
}
