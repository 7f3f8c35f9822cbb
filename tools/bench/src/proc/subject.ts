/** The processes that do the work of a side. */
export interface Subject {
  /** The server, or this process for a library. */
  readonly pid: number;
  /** The engine's ids or names of the containers it works with. */
  readonly containers: readonly string[];
}
