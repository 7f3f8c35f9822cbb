import { z } from 'zod';

export const stateConfig = z.object({
  /** The database file; its directory must exist. `:memory:` keeps nothing. */
  file: z.string().min(1),
  /** How long a call waits for another server's write, in milliseconds. */
  busyTimeoutMs: z.int().min(0).default(5_000),
});

/** The settings, and what only the process knows. */
export interface StateConfig extends z.output<typeof stateConfig> {
  readonly pid: number;
  readonly host: string;
  /** Whether this host has a process with that id. */
  readonly isAlive: (pid: number) => boolean;
}
