import type { Workspace, WorkspaceId } from '../workspace/workspace.ts';
import type {
  Exec,
  ExecEnd,
  ExecId,
  ExecSpec,
  OutputRecord,
  Signal,
  TerminalSize,
} from './exec.ts';

export interface ExecFilter {
  readonly owner?: string;
  readonly workspaceId?: WorkspaceId;
  readonly ended?: boolean;
  /** Shells of that name and what ran in them. */
  readonly shell?: string;
  readonly after?: string;
  /** In the order of ids otherwise, which is that of time, too. */
  readonly newestFirst?: boolean;
  readonly limit?: number;
}

/** Remembers commands, also when their workspace is gone. Rejects with `state_unavailable`. */
export interface ExecRepository {
  reserve(exec: Exec): Promise<void>;
  find(owner: string, id: string): Promise<Exec | undefined>;
  started(id: ExecId, server: string, at: Date): Promise<void>;
  /** Closes rows, all or none; the first end of each stays. */
  ended(ends: ReadonlyMap<ExecId, ExecEnd>): Promise<void>;
  list(filter: ExecFilter): Promise<readonly Exec[]>;
  remove(id: ExecId): Promise<void>;
}

/** Runs commands in workspaces. Every method may reject with `engine_unavailable` or `guest_unavailable`. */
export interface ExecEngine {
  /**
   * Resolves once the process exists; a program that cannot be run is a result (127, 126).
   * Rejects with `file_not_found` or `not_a_directory` for `cwd`, `queue_full` when the guest can take no more,
   * `exec_not_running` when the shell of the command has ended, `container_not_running`.
   */
  spawn(workspace: Workspace, id: ExecId, spec: ExecSpec): Promise<RunningExec>;
  /**
   * Follows a command that another server, or this one before a restart, has started.
   * Output continues with record `fromSeq`. Resolves to undefined when the guest does not know it.
   */
  resume(workspace: Workspace, id: ExecId, fromSeq: number): Promise<RunningExec | undefined>;
}

export interface RunningExec {
  readonly startedAt: Date;
  /** Whether `resume` finds it again, also when it has ended, until `forget`. */
  readonly resumable: boolean;
  /**
   * Batches in order, exactly once; ends after the last record. Reads are pulled: not reading is back-pressure.
   * The data of a batch is valid until the next one is asked for.
   * Throws `guest_unavailable` when the guest is lost or follows another server; `resume` continues then.
   */
  readonly output: AsyncIterable<readonly OutputRecord[]>;
  /** How it ended, once `output` has been read to its end. Rejects as `output` throws. */
  readonly end: Promise<ExecEnd>;
  /** Everything up to `seq` is safe here, the guest may release it. */
  acknowledge(seq: number): void;
  /** Resolves when the guest has taken it; a slow reader delays it. Rejects with `exec_not_running`. */
  write(data: Uint8Array, options: { eof: boolean; signal: AbortSignal }): Promise<void>;
  resize(size: TerminalSize): Promise<void>;
  /** To the command's process group. Resolves to whether it was running. */
  signal(signal: Signal): Promise<boolean>;
  /** TERM to the whole tree, KILL after the grace; the end arrives in `end`. Resolves to whether it was running. */
  stop(reason: 'cancelled' | 'killed', graceMs: number): Promise<boolean>;
  /** The guest forgets an ended command and its output. */
  forget(): void;
}

export interface OutputPage {
  readonly records: readonly OutputRecord[];
  /** Pass it as the next `afterSeq`. */
  readonly nextSeq: number;
  /** Bytes between `afterSeq` and the first record that are no longer kept. */
  readonly droppedBytes: number;
  /** Whether `records` reaches the end of all output and the command has ended. */
  readonly complete: boolean;
}

/** The kept output of one command: any number of readers, one writer. */
export interface OutputLog {
  /** The last record that was appended, 0 for none. */
  readonly lastSeq: number;
  /**
   * Resolves when there is room for more; records that are already known are ignored, what is missing
   * before a record counts as dropped. The data is copied. Rejects with `no_space` or `state_unavailable` when
   * the disk takes nothing: the records are kept, the next call tries again.
   */
  append(records: readonly OutputRecord[]): Promise<void>;
  /** No more output will come: readers learn it at once. Nothing is safe before `close`. The first end stays. */
  end(end: ExecEnd): void;
  /**
   * No more output will come; flushes what is kept and resolves when it would survive this process.
   * The first end stays. Rejects as `append` does, and may then be called again.
   */
  close(end: ExecEnd): Promise<void>;
  /**
   * At least one record when there is one, then as many as fit in `maxBytes`. The data belongs to the caller; what fits
   * in `memory` is put there, for callers that read much and keep nothing.
   * Rejects with `output_expired` when all of it has been removed.
   */
  read(afterSeq: number, maxBytes: number, memory?: Uint8Array): Promise<OutputPage>;
  /**
   * Calls `tell` once: when there is something after `afterSeq`, at once if there is already, or at the end. Not any
   * more after the function that it returns was called.
   */
  whenChanged(afterSeq: number, tell: () => void): () => void;
  /** Called with the sequence number up to which output would survive this process. */
  onDurable(listener: (seq: number) => void): void;
}

/** Keeps output within the budget of the settings. */
export interface OutputStore {
  /** The log of a command that has just got its id: there is nothing of it anywhere. */
  create(id: ExecId): OutputLog;
  /**
   * The log of a command, from memory or from what an earlier server left on disk. What was never seen and
   * what has expired is an empty log: it is `output_expired` when the repository knows that the command ended
   * and the log is not complete.
   */
  open(id: ExecId): Promise<OutputLog>;
  /** Stops writing without losing what is durable: another server follows the command now. */
  release(id: ExecId): Promise<void>;
  remove(id: ExecId): Promise<void>;
}

export interface ShelvedOutput {
  readonly id: ExecId;
  readonly endedAt: Date;
  readonly data: Uint8Array;
}

/** Small outputs of ended commands, each as one piece. Rejects with `state_unavailable`. */
export interface OutputShelf {
  /** All or none; what is there already stays. */
  put(outputs: readonly ShelvedOutput[]): Promise<void>;
  get(id: ExecId): Promise<Uint8Array | undefined>;
  remove(id: ExecId): Promise<void>;
  usage(): Promise<{ readonly bytes: number; readonly oldestEndedAt: Date | undefined }>;
  /** Removes some of the oldest that ended until then; answers which, none when there are no more. */
  prune(endedUntil: Date): Promise<readonly ShelvedSize[]>;
}

export interface ShelvedSize {
  readonly id: ExecId;
  readonly bytes: number;
}
