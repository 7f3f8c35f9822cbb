/** A call that whoever has the link may make in the name of its owner: one, with these arguments, for a short time. */
export interface Grant {
  /** Of the link, to be found on record. */
  readonly id: string;
  readonly owner: string;
  /** The name of the call, which also says in which direction bytes go. */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expiresAt: Date;
}

/** Turns grants into words that cannot be made up or changed, also by a server that shares the state. */
export interface Links {
  /** Harmless in a URL. Rejects with `state_unavailable`. */
  seal(grant: Grant): Promise<string>;
  /** Undefined for what was not sealed here, was changed, or is over. Rejects with `state_unavailable`. */
  open(token: string): Promise<Grant | undefined>;
}

export interface LinkKey {
  readonly id: number;
  readonly secret: Uint8Array;
}

/** Secrets that all servers of one state have in common. Rejects with `state_unavailable`. */
export interface LinkKeys {
  /** One that was made after `notBefore`; those from before `tooOld` are forgotten. */
  current(now: Date, notBefore: Date, tooOld: Date): Promise<LinkKey>;
  find(id: number): Promise<LinkKey | undefined>;
}
