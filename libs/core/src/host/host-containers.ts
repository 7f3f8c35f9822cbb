import type { ExecId, ExecSpec, OutputStream } from '../exec/exec.ts';
import type { RunningExec } from '../exec/ports.ts';

/** A container of the engine, whoever made it. */
export interface HostContainer {
  readonly engineId: string;
  readonly names: readonly string[];
  readonly image: string;
  readonly command: string;
  readonly createdAt: Date;
  /** `running`, `exited`, … as the engine says it. */
  readonly state: string;
  readonly status: string;
  readonly ports: readonly HostPort[];
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it is the container of a workspace. */
  readonly managed: boolean;
  /** Who runs its commands if nobody is named; only known of one that was asked for alone. */
  readonly user?: string;
}

export interface HostPort {
  readonly private: number;
  readonly public: number | undefined;
  readonly type: string;
}

export const HOST_OBJECTS = ['container', 'image', 'network', 'volume'] as const;
export type HostObject = (typeof HOST_OBJECTS)[number];

export interface HostFilter {
  /** Also those that do not run. */
  readonly all: boolean;
  /** Only those that use this image, network or volume. */
  readonly uses?: { readonly kind: Exclude<HostObject, 'container'>; readonly id: string };
}

export interface LogOptions {
  readonly since: Date | undefined;
  /** Lines from the end; all without it. */
  readonly tail: number | undefined;
  readonly timestamps: boolean;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

export interface LogChunk {
  readonly stream: OutputStream;
  readonly data: Uint8Array;
}

export type HostExecSpec = ExecSpec & {
  /** As the engine takes it; that of the container without it. */
  readonly user: string | undefined;
};

/**
 * What the engine has besides workspaces. It asks nobody whether a caller may see it: that is for who uses it.
 * Every method may reject with `engine_unavailable`, those with an id with `container_not_found`.
 */
export interface HostContainers {
  list(filter: HostFilter): Promise<readonly HostContainer[]>;
  /** By id, short id or name. */
  find(id: string): Promise<HostContainer | undefined>;
  /** As the engine describes it, secrets included. */
  inspect(kind: HostObject, id: string): Promise<Readonly<Record<string, unknown>>>;
  /** What the main process of a container printed. Reads are pulled: not reading is back-pressure. */
  logs(engineId: string, options: LogOptions): AsyncIterable<LogChunk>;
  /**
   * Runs a command by `docker exec`. Its tree can be stopped only in an image with `sh`, `grep` and `sleep`;
   * `stop` resolves to whether it could. Rejects with `container_not_running`.
   */
  spawn(engineId: string, id: ExecId, spec: HostExecSpec): Promise<RunningExec>;
}
