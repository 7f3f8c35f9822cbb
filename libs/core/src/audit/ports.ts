import type { ErrorCode } from '../errors/codes.ts';

export type AuditValue = string | number | boolean | null | readonly string[];
export type AuditFields = Readonly<Record<string, AuditValue>>;

/** What is on record about one call, apart from how it ended. */
export interface AuditIntent {
  /** The correlation id of the call. */
  readonly callId: string;
  readonly at: Date;
  readonly actor: string;
  readonly client: string;
  readonly session: string;
  readonly action: string;
  readonly subject: string | undefined;
  readonly fields: AuditFields;
}

export interface AuditOutcome {
  readonly outcome: 'allowed' | 'denied' | 'failed';
  readonly code: ErrorCode | undefined;
  readonly durationMs: number;
}

/** Keeps what was done. Rejects with `state_unavailable`: a call that cannot be recorded is refused. */
export interface AuditTrail {
  begin(intent: AuditIntent): Promise<void>;
  /** Rejects while what was begun or ended cannot be kept; for who writes it later, together with others. */
  flush?(): Promise<void>;
  end(intent: AuditIntent, outcome: AuditOutcome): Promise<void>;
}

export interface AuditEntry extends AuditIntent {
  /** Grows with every entry. */
  readonly id: number;
  /** Undefined while the call runs, and for good when the server died in it. */
  readonly outcome: AuditOutcome | undefined;
}

export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly subject?: string;
  readonly outcome?: AuditOutcome['outcome'];
  /** Not before. */
  readonly since?: Date;
  /** Before. */
  readonly until?: Date;
  /** Only entries whose id is greater, oldest first. */
  readonly after?: number;
  /** Only entries whose id is smaller, newest first. */
  readonly before?: number;
  readonly limit?: number;
}

/** What is on record, for those who may see it. Rejects with `state_unavailable`. */
export type AuditLog = Pick<AuditStore, 'query' | 'prune'>;

/** Keeps audit entries where they can be asked for. Rejects with `state_unavailable`. */
export interface AuditStore {
  /** On record when it resolves, also if the server is killed then; others see it somewhat later. */
  append(intent: AuditIntent): Promise<void>;
  /** Writes what waits to be seen by others. */
  flush(): Promise<void>;
  /**
   * The first outcome stays. It may be written a little later, together with others. `subject` is what the call
   * turned out to be about, when its intent did not know.
   */
  finish(callId: string, outcome: AuditOutcome, subject?: string): Promise<void>;
  /** Oldest first with `after`, else newest first. */
  query(filter: AuditFilter): Promise<readonly AuditEntry[]>;
  /** Removes what is older and answers how many. */
  prune(olderThan: Date): Promise<number>;
}
