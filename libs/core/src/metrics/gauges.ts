/** Figures that are only true at the moment when somebody asks. What cannot be found out is missing. */
export interface Gauges {
  /** Whether the engine answers, and the state. */
  readonly engineUp: boolean;
  readonly stateUp: boolean;
  /** Containers that run or are being made, of all owners. */
  readonly containers?: number;
  readonly warm?: number;
  readonly attachments?: number;
  /** What the containers use that answered in time. */
  readonly memoryBytes?: number;
  /** Commands of this server. */
  readonly runningExecs: number;
  readonly queuedExecs: number;
}

/** The metrics of one server. */
export interface Meter {
  /** In the text format of Prometheus; only those whose name begins with `prefix`. */
  readonly text: (prefix?: string) => Promise<string>;
  /** Says whom to ask for gauges, at each reading. */
  readonly source: (read: () => Promise<Gauges>) => void;
}

/** Bytes since the server started. */
export interface Traffic {
  readonly sent: number;
  readonly received: number;
}
