import type { Caller, FileWatch } from '@devbench/core';

import type { OutputNews } from './exec/jobs.ts';
import type { Give, Upload } from './links/exchange.ts';
import type { Refusal } from './pipeline/record-refusal.ts';
import type { Operation } from './operation.ts';
import type { OverviewNews } from './overview/overview.ts';

/** The one way to call an operation, for edges and for hosts that embed the kernel. */
export interface OperationClient {
  /** What there is to call. */
  readonly operations: readonly Operation[];
  /**
   * Runs `name` through the pipeline.
   * @throws AppError, and nothing else.
   */
  call(name: string, caller: Caller, input: unknown): Promise<Record<string, unknown>>;
}

/** What edges with subscriptions need besides. */
export interface FileWatcher {
  /**
   * Calls `changed` soon after a file, or anything in a directory, has changed, until it is closed or the server stops.
   * One call on record, whatever changes.
   * @throws AppError, and nothing else.
   */
  watch(
    caller: Caller,
    target: { readonly container_id: string; readonly path: string },
    changed: () => void,
  ): Promise<FileWatch>;
}

/**
 * What edges with URLs need besides. Both throw AppError, and nothing else: `file_not_found` for every token that is no
 * link for that direction, whyever.
 */
export interface LinkFollower {
  download(token: string, signal: AbortSignal, give: Give): Promise<void>;
  /** Answers what was written. */
  upload(token: string, signal: AbortSignal, upload: Upload): Promise<Record<string, unknown>>;
}

/** Where to begin with an output, and where to put it. */
export interface OutputFrom {
  /** 0, from the beginning. */
  readonly afterSeq?: number;
  /**
   * For who reads much and keeps nothing: data is put there, as far as it fits, and is valid until the next news is
   * asked for. Else it is the caller's own, in new memory, which costs more than all the rest of a flood.
   */
  readonly memory?: Uint8Array;
}

/** For a program that embeds the kernel: what no reply is large enough for. */
export interface HostClient extends OperationClient, FileWatcher, LinkFollower {
  /**
   * The session of the caller is over; where the settings say so, what it made and is not persistent goes.
   * @throws AppError, and nothing else.
   */
  leave(caller: Caller): Promise<void>;
  /** Puts on record that somebody was not let in. Never rejects. */
  refused(refusal: Refusal): Promise<void>;
  /**
   * The output of a command from a record on to its end, as it comes; not iterating is back-pressure.
   * One call on record, however much it is. Iterating throws AppError, and nothing else.
   */
  output(execId: string, caller: Caller, from?: OutputFrom): AsyncIterable<OutputNews>;
  /**
   * What goes on, and what changes of it, until the caller leaves: of the caller, of all for administrators.
   * One call on record. Iterating throws AppError, and nothing else.
   */
  overview(caller: Caller): AsyncIterable<OverviewNews>;
}
