import type {
  CallObserver,
  Clock,
  Exec,
  ExecEnd,
  ExecEngine,
  ExecRepository,
  OutputLog,
  OutputStore,
  RunningExec,
  ServerRegistry,
  Workspace,
  WorkspaceRepository,
} from '@devbench/core';

import type { Ticket } from './fair-queue.ts';
import { createInterrupt, type Interrupt } from './interrupt.ts';

export interface JobPorts {
  readonly workspaces: WorkspaceRepository;
  readonly execs: ExecRepository;
  readonly servers: ServerRegistry;
  readonly commands: ExecEngine;
  readonly outputs: OutputStore;
  readonly observer: Pick<CallObserver, 'ended'>;
  readonly clock: Clock;
}

export interface StopOrder {
  readonly reason: 'cancelled' | 'killed';
  readonly graceMs: number;
}

/** A command that this server has in hand, from the queue to the end. */
export interface Job {
  readonly exec: Exec;
  readonly workspace: Workspace;
  readonly ticket: Ticket;
  readonly log: OutputLog;
  readonly graceMs: number;
  readonly interrupt: Interrupt;
  /** Rejects when another server follows the command from now on. */
  readonly done: PromiseWithResolvers<ExecEnd>;
  /** While the guest can be reached. */
  running: RunningExec | undefined;
  /** The search for the command in its guest, when it had to be found again. */
  connecting: Promise<RunningExec> | undefined;
  /** Kept, so that it is repeated when the guest was away. */
  stopOrder: StopOrder | undefined;
  /** Whether the guest has told how it ended, and tells it again when it is asked. */
  told: boolean;
  end: ExecEnd | undefined;
}

export function createJob(
  known: Pick<Job, 'exec' | 'workspace' | 'ticket' | 'log' | 'graceMs'>,
): Job {
  const done = Promise.withResolvers<ExecEnd>();
  done.promise.catch(() => undefined);
  return {
    ...known,
    done,
    interrupt: createInterrupt(),
    running: undefined,
    connecting: undefined,
    stopOrder: undefined,
    told: false,
    end: undefined,
  };
}

/** An end that no guest has told. */
export function endWithout(
  reason: 'lost' | 'killed' | 'cancelled',
  seq: number,
  at: Date,
): ExecEnd {
  return {
    seq,
    reason,
    exitCode: undefined,
    signal: undefined,
    oomKilled: false,
    usage: undefined,
    endedAt: at,
  };
}
