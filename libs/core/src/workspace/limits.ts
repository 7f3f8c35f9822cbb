/** What a workspace may use. `cpus` in cores, memory and disk in mebibytes. */
export interface Limits {
  readonly memoryMb: number;
  readonly cpus: number;
  readonly pids: number;
}

export type LimitName = 'memory' | 'swap' | 'cpu' | 'pids' | 'disk' | 'network';

/** Which limits this engine really enforces. */
export type Enforced = Readonly<Record<LimitName, boolean>>;
