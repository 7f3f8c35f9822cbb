import type {
  Exec,
  ExecEnd,
  ExecSpec,
  OutputPage,
  RunningExec,
  Signal,
  TerminalSize,
  Workspace,
} from '@devbench/core';

/** Where to continue reading, and for how long to wait for news. */
export interface ReadRequest {
  readonly afterSeq: number;
  readonly maxBytes: number;
  readonly waitMs: number;
  readonly signal: AbortSignal;
  /** Where the data may be put. */
  readonly memory?: Uint8Array | undefined;
}

export interface StartRequest {
  readonly workspace: Workspace;
  readonly exec: Exec;
  readonly spec: ExecSpec;
  /** Clients take turns in the queue. */
  readonly client: string;
  /** For the shell that the row names. */
  readonly script?: string | undefined;
  /** How the command is started, when it is not as `spec` says. */
  readonly begin?: () => Promise<RunningExec>;
  /** Written to standard input as soon as the command runs. */
  readonly stdin?: { readonly data: Uint8Array; readonly eof: boolean };
}

export interface OutputNews extends OutputPage {
  readonly status: Exec['status'];
  readonly end: ExecEnd | undefined;
}

/**
 * The commands of this server, from the queue to the end. A command belongs to here, not to the call that
 * started it. Whatever another server left is picked up when it is asked for.
 */
export interface ExecJobs {
  /** Aborts when the server stops: waiting for news ends at once, commands run on. */
  readonly draining: AbortSignal;
  /** How many commands run here, and how many wait for their turn. */
  load(): { readonly running: number; readonly waiting: number };
  /**
   * Writes the row, then starts the command or lets it wait for its turn.
   * Rejects with `queue_full` or as `ExecEngine.spawn`. A command that waited and cannot be started
   * ends with code 126 and the reason on its stderr.
   */
  spawn(request: StartRequest): Promise<'queued' | 'running'>;
  /** Whether the shell of a command that was started here had ended since the command before and is a new one. */
  shellRestarted(exec: Exec): boolean;
  /** Rejects with `output_expired`, `exec_not_found`. */
  read(exec: Exec, request: ReadRequest): Promise<OutputNews>;
  /** Resolves when the command has ended; rejects when `signal` aborts first. */
  ended(exec: Exec, signal: AbortSignal): Promise<ExecEnd>;
  /** Rejects with `exec_not_running`. */
  write(
    exec: Exec,
    data: Uint8Array,
    options: { eof: boolean; signal: AbortSignal },
  ): Promise<void>;
  /** Rejects with `exec_not_running`. */
  resize(exec: Exec, size: TerminalSize): Promise<void>;
  /** Resolves to whether it was running. */
  signal(exec: Exec, signal: Signal): Promise<boolean>;
  /** Ends a queued or running command and resolves once nothing of it is left; what has ended stays as it was. */
  cancel(exec: Exec): Promise<ExecEnd>;
  /** Ends all commands of a workspace with TERM, and KILL after the grace; answers when they are gone or soon after. */
  endAll(workspace: Workspace, graceMs: number): Promise<void>;
  /** Closes the rows of all commands of a workspace whose container is gone, or has ended for want of memory. */
  abandonAll(workspace: Workspace, cause?: { oomKilled: boolean }): Promise<void>;
}
