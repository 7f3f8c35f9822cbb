/** Archives of this machine that wait to be fetched, for a short time. Nobody but who has the id finds one. */
export interface Archives {
  /** Complete or not at all. Rejects with `quota_exceeded`, `no_space`. */
  keep(
    owner: string,
    data: AsyncIterable<Uint8Array>,
    forMs: number,
  ): Promise<{ readonly id: string; readonly bytes: number }>;
  /** Undefined for one that is gone. */
  find(id: string): Promise<KeptArchive | undefined>;
}

export interface KeptArchive {
  readonly bytes: number;
  read(from: number, length: number): AsyncIterable<Uint8Array>;
}
