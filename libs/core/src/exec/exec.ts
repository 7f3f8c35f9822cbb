import type { Branded } from '../branded.ts';
import type { WorkspaceId } from '../workspace/workspace.ts';

export type ExecId = Branded<string, 'ExecId'>;
export type OutputStream = 'stdout' | 'stderr';

/** Why a command ended; the first reason wins. `lost` is said when nobody can know. */
export type EndReason = 'exited' | 'timeout' | 'cancelled' | 'killed' | 'lost';
export type ExecStatus = 'queued' | 'running' | EndReason;

/** The signals that a caller may send. */
export const SIGNALS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGTERM: 15,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGWINCH: 28,
} as const;
export type Signal = keyof typeof SIGNALS;

export interface TerminalSize {
  readonly rows: number;
  readonly cols: number;
}

export interface ExecSpec {
  readonly argv: readonly [string, ...string[]];
  /** Absolute, inside the container; in a shell '' is where it stands. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly asRoot: boolean;
  readonly stdin: 'closed' | 'open';
  readonly tty: TerminalSize | undefined;
  /** Enforced in the workspace, so it also holds while the server is away. */
  readonly timeoutMs: number;
  /** Between TERM and KILL. */
  readonly graceMs: number;
  readonly shell?: ShellUse;
}

/** A shell that stays (`argv` are the programs to choose from), or a script for one that runs. */
export type ShellUse =
  | { readonly kind: 'itself' }
  | { readonly kind: 'command'; readonly of: ExecId; readonly script: string };

/** A piece of output as the agent read it. It never changes, so its sequence number is a stable position. */
export interface OutputRecord {
  readonly seq: number;
  readonly stream: OutputStream;
  /** Of the first byte, within its stream. */
  readonly offset: number;
  readonly at: Date;
  readonly data: Uint8Array;
}

export interface ExecUsage {
  readonly wallMs: number;
  /** User and system time of the whole tree. */
  readonly cpuMs: number;
  readonly userMs: number;
  readonly systemMs: number;
  readonly memPeakBytes: number;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
}

export interface ExecEnd {
  /** One more than the sequence number of the last record. */
  readonly seq: number;
  readonly reason: EndReason;
  /** 0–255; 128 + number for a signal, as a shell says it; undefined when `lost`. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly oomKilled: boolean;
  readonly usage: ExecUsage | undefined;
  readonly endedAt: Date;
}

/** The row of a command. */
export interface Exec {
  readonly id: ExecId;
  readonly workspaceId: WorkspaceId;
  readonly owner: string;
  /** The server that follows it; another one takes over when that is gone. */
  readonly server: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly asRoot: boolean;
  readonly tty: boolean;
  /** The name of the shell that this is, or runs in. */
  readonly shell?: { readonly name: string; readonly itself: boolean };
  readonly timeoutMs: number;
  readonly status: ExecStatus;
  readonly createdAt: Date;
  readonly startedAt: Date | undefined;
  readonly end: ExecEnd | undefined;
}
