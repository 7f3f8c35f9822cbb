/** The servers that share one state, so that one can continue what another left. Rejects with `state_unavailable`. */
export interface ServerRegistry {
  /** The name of this server, new at every start. */
  readonly self: string;
  /** Says that this server is alive; called every few seconds. */
  heartbeat(now: Date): Promise<void>;
  /** Servers that are alive at `now`, this one included. */
  alive(now: Date): Promise<ReadonlySet<string>>;
  leave(): Promise<void>;
}
