import type { ExecId } from '../exec/exec.ts';

/** Rows from before these times are not needed any more. */
export interface Cutoffs {
  readonly keysExpiredAt: Date;
  readonly execsEndedBefore: Date;
  readonly attachmentsBefore: Date;
}

export interface Expired {
  readonly keys: number;
  readonly attachments: number;
  /** Some at a time, oldest first. */
  readonly execs: readonly ExecId[];
}

/** What is done with the state as a whole. Rejects with `state_unavailable`. */
export interface StateUpkeep {
  /** Reads everything; answers what is wrong, one line each. */
  check(): Promise<readonly string[]>;
  /** Writes a consistent copy to `file`, over what is there, while the servers go on. */
  backup(file: string): Promise<void>;
  /** Gives unused space back when there is much of it. */
  compact(): Promise<void>;
  /** Whether it is this server's turn: once in `everyMs`, whichever server asks first. */
  takeTurn(work: string, now: Date, everyMs: number): Promise<boolean>;
  expired(cutoffs: Cutoffs): Promise<Expired>;
  /** Removes keys and attachments; commands go one by one, because there is more of them elsewhere. */
  removeExpired(cutoffs: Cutoffs): Promise<void>;
  /** Since when each name has been on every list that was remembered. */
  orphansSince(names: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  /** Remembers the new ones with `now`, and forgets those that are not on the list. */
  rememberOrphans(names: readonly string[], now: Date): Promise<void>;
}
